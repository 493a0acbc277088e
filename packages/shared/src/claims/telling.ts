import type { Claimant } from './claims.ts'

/** What a delivery tells: that something is in a state now. */
export interface Telling {
  /** The claim of this state. */
  readonly key: string
  /** UUID of what it is a state of: the states of one subject replace each other. Null: of nothing that could be told of again. */
  readonly subject: string | null
  /** Equal for equal states. */
  readonly state: string
  /** Epoch milliseconds by the platform's own clock; null where it does not say. */
  readonly toldAt: number | null
}

/** What a telling comes to. */
export type Told =
  /** Nobody told of this state before. */
  | { readonly kind: 'new' }
  /** It was told before, and another state since: now it is the newest again. */
  | { readonly kind: 'again' }
  /** A copy, or the state that is known anyhow. `holder` told of it first. */
  | { readonly kind: 'known'; readonly holder: Claimant }
  /**
   * A state that was never told and is none any more: `holder` told of a newer one in between, as a repetition of what had gone on before,
   * so that whoever orders states by their times would take this one for the newest.
   */
  | { readonly kind: 'outdated'; readonly holder: Claimant; readonly toldAt: number }

/** A state that was told. */
export interface ToldState extends Claimant {
  readonly state: string
  /** When it was told of by what went on (epoch milliseconds). */
  readonly toldAt: number
  /** When it was told of last, copies included. */
  readonly heardAt: number
}

/** What is known when a telling is judged. */
export interface Known {
  /** Who told of the state first. */
  readonly own: ToldState | undefined
  /** Who told of it at this very time, as one that came back. */
  readonly again: ToldState | undefined
  /** The newest state of the subject. */
  readonly newest: ToldState | undefined
}

export const isSameClaimant = (a: Claimant, b: Claimant): boolean => a.owner === b.owner && a.webhookEventId === b.webhookEventId

/** When it was told: by the platform's clock, else by that of the ingress. */
export const timeOf = ({ toldAt }: Pick<Telling, 'toldAt'>, { at }: Claimant): number => toldAt ?? at

/**
 * Whether a telling goes on: the newest state is never a duplicate of an older one, and a late copy of an older one changes nothing. A
 * redelivery of the record that holds a claim comes to the same as before.
 */
export const judgeTelling = (telling: Telling, claimant: Claimant, { own, again, newest }: Known): Told => {
  const at = timeOf(telling, claimant)
  if (own === undefined || isSameClaimant(own, claimant)) {
    const hides = newest !== undefined && newest.state !== telling.state && newest.heardAt > at && newest.toldAt < at
    return hides ? { kind: 'outdated', holder: newest, toldAt: newest.heardAt } : { kind: 'new' }
  }
  if (again !== undefined) return isSameClaimant(again, claimant) ? { kind: 'again' } : { kind: 'known', holder: again }
  // Of the first that told so under this claim, also where another event told the same since.
  if (newest === undefined || at <= newest.heardAt || newest.state === telling.state) return { kind: 'known', holder: own }
  return { kind: 'again' }
}

/** Copies of one delivery need no look at what was told since: told at the same time, or without a time within `windowMs`. */
export const isCopy = (
  { toldAt }: Telling,
  { at }: Claimant,
  first: { readonly at: number; readonly toldAt?: number | null },
  windowMs: number,
): boolean => (toldAt === null ? at - first.at <= windowMs : first.toldAt === toldAt)
