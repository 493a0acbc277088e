import type { JournalEntry } from '@hansard/shared/contracts/contracts.generated'
import { uuidV5 } from '@hansard/shared/ids'
import { rankOf } from './ranking.ts'
import { storableJson, storableText, storableTime, storableUuid } from './storable.ts'

/** The entry's identity in the tables. */
export const entryIdOf = ({ entryId }: JournalEntry): string => storableUuid(entryId) ?? uuidV5(entryId)

/** Rows of mcp.webhook_event_steps, one per entry, in order of id: two recorders then lock rows in the same order. */
export const stepRows = (entries: readonly JournalEntry[]): readonly StepRow[] => {
  const steps = new Map<string, StepRow>()
  for (const entry of entries) {
    const step = stepRow(entry)
    const known = steps.get(step.entry_id)
    // Of copies of one entry (written again after a crash) the one that says more stays, then the first written.
    const replaces = known === undefined || step.rank > known.rank || (step.rank === known.rank && step.at < known.at)
    if (replaces) steps.set(step.entry_id, step)
  }
  return [...steps.values()].toSorted((a, b) => (a.entry_id < b.entry_id ? -1 : 1))
}

type StepRow = ReturnType<typeof stepRow>

const stepRow = (entry: JournalEntry) => ({
  entry_id: entryIdOf(entry),
  webhook_event_id: storableUuid(entry.webhookEventId),
  stage: storableText(entry.stage),
  status: storableText(entry.status),
  reason: entry.reason === null ? null : storableText(entry.reason),
  at: storableTime(entry.at),
  attempt: entry.attempt,
  origin: storableText(entry.origin),
  details: storableJson(entry.details),
  rank: rankOf(entry),
})
