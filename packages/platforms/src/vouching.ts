import { randomUUID } from 'node:crypto'
import { activeSecrets, integrationById, type Directory } from '@hansard/shared/directory/directory'
import type { ClueMemory } from './clue-memory.ts'
import { namingDoubledHeader } from './doubled-header.ts'
import { refusedByHead, type RefusedHead } from './head.ts'
import type { Authentication, Clues, Delivery, Platform } from './platform.ts'
import type { Unavailable, Vouched } from './recognition.ts'
import { bearersAt, pointedTo, secretBook, type KnownSecret } from './secret-book.ts'

/** Where a delivery was sent: to one integration's own URL, or (without `integrationId`) to a route all integrations share. */
export interface Target {
  readonly directory: Directory
  readonly integrationId?: string | undefined
  /** Where earlier deliveries came from: it decides what is tried first, never whose a delivery is. */
  readonly memory?: ClueMemory | undefined
  /** Values of secrets that did not sign it, from an earlier look; those that are tried are added. */
  readonly tried?: Set<string> | undefined
}

/**
 * What is about to be hashed, in bytes. `candidates`: what the clues point to; `search`: every other secret, which happens only when true
 * is given back; `slice`: a part of that search, between two of which others may have their turn.
 */
export interface HashStep {
  readonly kind: 'candidates' | 'search' | 'slice'
  readonly bytes: number
}

export type Vouching = { readonly kind: 'vouched'; readonly vouched: readonly Vouched[] } | RefusedHead | Unavailable
export type Judging = Generator<HashStep, Vouching, boolean>

/** So many secrets are simply tried: with so few tenants there is nothing to narrow. */
const few = 4
/** What a MAC costs besides its bytes, as bytes: 3 µs where a megabyte takes 0.85 ms. */
const macOverheadBytes = 4_096
/** About half a millisecond. */
const sliceBytes = 524_288
const noClues: Clues = { accounts: [], emails: [] }
/** Tried where nothing points to a secret: that a host is somebody's customer must not show in the time that a refusal takes. */
const nobodys: KnownSecret = { value: randomUUID(), bearers: [] }

/**
 * Who vouches for the delivery. On a shared route it is told by whichever secret signed it: those that the body seems to belong to are
 * tried first, then all others; the result is as if all had been tried at once.
 */
export const judging = (platform: Platform, delivery: Delivery, target: Target): Judging =>
  target.integrationId === undefined
    ? onSharedRoute(platform, { ...delivery, byIntegrationUrl: false }, target)
    : onOwnUrl(platform, delivery, target.directory, target.integrationId)

// Nothing is left to choose: a generator all the same, so that whoever asks need not know.
// oxlint-disable-next-line require-yield
function* onOwnUrl(platform: Platform, delivery: Delivery, directory: Directory, integrationId: string): Judging {
  const found = integrationById(directory, integrationId)
  const integration = found?.platform === platform.name ? found : undefined
  // The target decides whether a URL vouches for the delivery, whatever the caller wrote into it.
  const addressed = { ...delivery, byIntegrationUrl: integration !== undefined }
  const refused = refusedByHead(platform, addressed)
  if (refused !== undefined) return refused
  const secrets = integration === undefined ? [] : activeSecrets(integration, delivery.receivedAt)
  const authentication = platform.authenticate(addressed, secrets)
  if (authentication.kind === 'missing') return authentication
  if (authentication.kind === 'forged')
    return secrets.length === 0 ? noSecrets(platform) : namingDoubledHeader(authentication, delivery, platform)
  if (integration === undefined) return nobodyVouches
  const signed = secrets.filter(({ id }) => authentication.secretIds.includes(id))
  return { kind: 'vouched', vouched: [{ integration, secrets: signed }] }
}

function* onSharedRoute(platform: Platform, delivery: Delivery, target: Target): Judging {
  const { directory, memory, tried = new Set<string>() } = target
  const refused = refusedByHead(platform, delivery)
  if (refused !== undefined) return refused

  const book = secretBook(directory, platform.name)
  const attempt = createAttempt(platform, delivery, tried)
  const all = book.secrets.length <= few
  const clues = all ? noClues : (platform.clues?.(delivery.body) ?? noClues)
  const remembered = memory?.recall(platform.name, clues) ?? []
  const candidates = all ? book.secrets : pointedTo(book, { directory, clues, remembered, most: few })
  const first = candidates.length > 0 || all ? candidates : [nobodys]
  yield { kind: 'candidates', bytes: attempt.bytes(first.length) }
  const found = attempt.one(first)
  if (found.kind !== 'forged') return learnt(found, { platform, clues, memory })

  if (!all) {
    if (!(yield { kind: 'search', bytes: attempt.bytes(book.secrets.length) })) return unsearched
    const batch = Math.max(1, Math.floor(sliceBytes / attempt.bytes(1)))
    for (let from = 0; from < book.secrets.length; from += batch) {
      if (from > 0) yield { kind: 'slice', bytes: attempt.bytes(batch) }
      const next = attempt.one(book.secrets.slice(from, from + batch))
      if (next.kind !== 'forged') return learnt(next, { platform, clues, memory })
    }
  }
  return attempt.anyActive() ? found : noSecrets(platform)
}

type Attempt = Extract<Vouching, { kind: 'vouched' | 'missing' | 'forged' }>

/** Tries secrets, none of them twice. */
const createAttempt = (platform: Platform, delivery: Delivery, tried: Set<string>) => {
  const macBytes = (delivery.body.length + macOverheadBytes) * (platform.macsPerSecret ?? 1)
  let active = tried.size > 0
  return {
    bytes: (secrets: number): number => secrets * macBytes,
    /** Whether any secret was valid at the delivery's receipt. */
    anyActive: () => active,
    one(secrets: readonly KnownSecret[]): Attempt {
      const offered = new Map<string, readonly Vouched[]>()
      const asked = secrets.flatMap((secret) => {
        if (tried.has(secret.value)) return []
        const bearers = bearersAt(secret, delivery.receivedAt)
        if (bearers.length === 0 && secret !== nobodys) return []
        if (secret !== nobodys) active = true
        tried.add(secret.value)
        offered.set(secret.value, bearers)
        return [{ id: secret.value, value: secret.value }]
      })
      const authentication: Authentication = platform.authenticate(delivery, asked)
      if (authentication.kind === 'missing') return authentication
      if (authentication.kind === 'forged') return namingDoubledHeader(authentication, delivery, platform)
      const vouched = authentication.secretIds.flatMap((value) => offered.get(value) ?? [])
      return vouched.length === 0 ? nobodyVouches : { kind: 'vouched', vouched: inOrder(vouched) }
    },
  }
}

/** An integration once, with all of its secrets that signed. */
const inOrder = (vouched: readonly Vouched[]): readonly Vouched[] =>
  [...Map.groupBy(vouched, ({ integration }) => integration)].map(([integration, same]) => ({
    integration,
    secrets: same.flatMap(({ secrets }) => secrets),
  }))

/** Only what is authentic is remembered: the next one of the same account is found at once. */
const learnt = (
  attempt: Attempt,
  { platform, clues, memory }: { readonly platform: Platform; readonly clues: Clues; readonly memory: ClueMemory | undefined },
): Attempt => {
  if (attempt.kind === 'vouched') for (const { integration } of attempt.vouched) memory?.learn(platform.name, clues, integration.id)
  return attempt
}

const nobodyVouches: RefusedHead = { kind: 'forged', problem: 'signature', detail: 'No integration vouches for this delivery.' }

const noSecrets = (platform: Platform): Unavailable => ({
  kind: 'unavailable',
  detail: `No active webhook secret of ${platform.name} is known here, so the signature cannot be judged. Add the integration's secret.`,
})

const unsearched: Unavailable = {
  kind: 'unavailable',
  unsearched: true,
  detail: 'The secret that signed this delivery was not found quickly enough. Send it again later.',
}
