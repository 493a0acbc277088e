import type { LetterState, Standing } from './decisions.ts'
import type { DeadLetter } from './letter.ts'

/** Dead letters of one stage and one cause. */
export interface LetterGroup {
  readonly stage: string
  readonly fingerprint: string
  readonly errorClass: string
  /** Of the letter that failed last: messages of one fingerprint differ in ids and numbers only. */
  readonly message: string
  readonly counts: Readonly<Record<LetterState, number>>
  /** Epoch milliseconds: the first failure of any of them, and the last. */
  readonly firstFailedAt: number
  readonly lastFailedAt: number
}

/** A letter and where it stands. */
export interface StandingLetter {
  readonly letter: DeadLetter
  readonly standing: Standing
}

/** The groups, the one that failed last first. */
export const groupLetters = (letters: readonly StandingLetter[]): readonly LetterGroup[] =>
  [...Map.groupBy(letters, ({ letter }) => `${letter.stage}/${letter.fingerprint}`).values()]
    .flatMap((members) => groupOf(members) ?? [])
    .toSorted((a, b) => b.lastFailedAt - a.lastFailedAt)

const groupOf = (members: readonly StandingLetter[]): LetterGroup | undefined => {
  const newest = members.map(({ letter }) => letter).reduce<DeadLetter | undefined>(later, undefined)
  if (newest === undefined) return undefined
  const { stage, fingerprint, errorClass, message, lastFailedAt } = newest
  const counts = { open: 0, redriving: 0, redriven: 0, parked: 0 }
  for (const { standing } of members) counts[standing.state]++
  const firstFailedAt = members.reduce((first, { letter }) => Math.min(first, letter.firstFailedAt), Number.POSITIVE_INFINITY)
  return { stage, fingerprint, errorClass, message, counts, firstFailedAt, lastFailedAt }
}

const later = (a: DeadLetter | undefined, b: DeadLetter): DeadLetter => (a === undefined || b.lastFailedAt >= a.lastFailedAt ? b : a)
