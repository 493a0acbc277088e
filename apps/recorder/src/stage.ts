import { createBatcher, type Batcher } from '@hansard/shared/batcher'
import type { JournalEntry, SecurityEvent } from '@hansard/shared/contracts/contracts.generated'
import { mayBeOneItems } from '@hansard/shared/errors'
import type { Queryable } from '@hansard/shared/postgres/postgres'
import { header } from '@hansard/shared/stage/headers'
import type { Stage } from '@hansard/shared/stage/stage'
import { journal, securityEvents } from '@hansard/shared/topics'
import { recordJournal } from './record-journal.ts'
import { recordSecurityEvents } from './record-security-events.ts'
import { recordExpected } from './overdue/record-expected.ts'
import type { TranscriptDeadlines } from './overdue/transcript-deadlines.ts'

export interface RecorderOptions {
  readonly postgres: Queryable
  readonly deadlines: TranscriptDeadlines
  /** Told of every entry of the journal that was recorded. */
  readonly onRecorded?: (entry: JournalEntry, platform: string | undefined) => void
  readonly retryDelays: readonly number[]
  /** Records in hand at once, and so rows in one statement. A webhook's payload may be a megabyte: not many more than a hundred. */
  readonly concurrency: number
}

/** What a single entry waits for company at most. */
const batchDelayMs = 5

/** Records what the stages decided and whom the ingress refused in PostgreSQL. It emits nothing and journals nothing. */
export const createRecorderStage = (options: RecorderOptions): Stage<JournalEntry | SecurityEvent> => {
  const { postgres, deadlines, retryDelays, concurrency } = options
  const entries = batched<JournalEntry>(concurrency, async (batch) => {
    await recordJournal(postgres, batch)
    await recordExpected(postgres, batch, deadlines)
  })
  const refusals = batched<SecurityEvent>(concurrency, (batch) => recordSecurityEvents(postgres, batch))
  return {
    name: 'recorder',
    inputs: [journal, securityEvents],
    retryDelays,
    concurrency,
    // What a delivery's entries tell together is recorded together: between two statements its transcript would look overdue.
    ordered: false,
    async handle(event, { headers }) {
      if ('entryId' in event) {
        await entries.add(event)
        options.onRecorded?.(event, headers[header.platform])
      } else await refusals.add(event)
      return { kind: 'drop' }
    },
  }
}

/** Batches of one statement each; a faulty item fails alone. */
const batched = <Item>(maxItems: number, record: (items: readonly Item[]) => Promise<void>): Batcher<Item, void> =>
  createBatcher<Item, void>({
    maxItems,
    maxDelayMs: batchDelayMs,
    divides: mayBeOneItems,
    async flush(items) {
      await record(items)
      return items.map(() => undefined)
    },
  })
