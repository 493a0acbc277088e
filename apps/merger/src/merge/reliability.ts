import { clamp } from '../score/numbers.ts'
import type { Prepared } from '../score/profile.ts'

/** A dispute that is decided without knowing who is right more often: sources that won it, and those that lost. */
export interface Decided {
  readonly won: readonly number[]
  readonly lost: readonly number[]
}

/** Few decided disputes say little. */
const doubt = 5
const most = 2.5
/** People who went over a transcript are right rather than a recogniser. */
const edited = 1.5

export const isEdited = ({ transcript }: Prepared): boolean =>
  transcript.segments.some(({ rawText, text }) => rawText !== null && rawText !== text)

/**
 * How far each source is to be believed where they differ, as log-odds: by how often it wins the disputes that are clear. Whoever wins
 * those wins about as large a share of the others.
 */
export const reliabilities = (parts: readonly Prepared[], decided: readonly Decided[]): readonly number[] => {
  const wins = parts.map(() => doubt)
  const losses = parts.map(() => doubt)
  for (const { won, lost } of decided) {
    for (const source of won) wins[source] = (wins[source] ?? 0) + 1
    for (const source of lost) losses[source] = (losses[source] ?? 0) + 1
  }
  return parts.map(
    (part, source) => clamp(Math.log((wins[source] ?? 1) / (losses[source] ?? 1)), -most, most) / 2 + (isEdited(part) ? edited : 0),
  )
}
