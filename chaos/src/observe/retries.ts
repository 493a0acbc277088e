import type { JournalEntry } from '@hansard/shared/contracts/contracts.generated'

/** How punctual the retries were. */
export interface RetryTimes {
  readonly count: number
  /** Attempts before their time. */
  readonly early: number
  /** More than two seconds after their time although nothing was wrong at that moment. */
  readonly late: number
  /** Milliseconds after their time, of those when nothing was wrong. */
  readonly latest: number
  /** Those whose time came while something was wrong. */
  readonly disturbed: number
}

/** A stretch of time in which a fault was at work or not yet got over (epoch milliseconds). */
export interface Disturbance {
  readonly at: number
  readonly until: number
  /** The stage that was disturbed, `all`, or `none`. */
  readonly disturbs: string
}

const tolerableMs = 2_000

/** From the journal: when a stage put a record off until, and when it decided about it next. Includes the time the attempt itself took. */
export const retryTimes = (entries: readonly JournalEntry[], disturbances: readonly Disturbance[]): RetryTimes => {
  let [count, early, late, latest, excused] = [0, 0, 0, 0, 0]
  const unique = new Map(entries.map((entry) => [entry.entryId, entry]))
  for (const steps of Map.groupBy(unique.values(), ({ stage, origin }) => `${stage} ${origin}`).values()) {
    const inOrder = steps.toSorted((a, b) => a.at - b.at)
    for (const [index, step] of inOrder.entries()) {
      const next = inOrder[index + 1]
      if (step.status !== 'retrying' || next === undefined) continue
      const due = Date.parse(step.details['retryAt'] ?? '')
      count++
      if (next.at < due) early++
      const lateness = next.at - due
      if (disturbances.some((each) => disturbed(each, step.stage, due))) excused++
      else {
        latest = Math.max(latest, lateness)
        if (lateness > tolerableMs) late++
      }
    }
  }
  return { count, early, late, latest, disturbed: excused }
}

const disturbed = ({ at, until, disturbs }: Disturbance, stage: string, due: number): boolean =>
  (disturbs === 'all' || disturbs === stage) && due + tolerableMs >= at && due <= until
