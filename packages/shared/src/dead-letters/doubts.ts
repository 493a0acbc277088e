import type { Kafka } from '../kafka/port.ts'
import type { Queryable } from '../postgres/postgres.ts'
import { header, originOf, timesRedriven } from '../stage/headers.ts'
import { claimsInDoubt, confirmRedriven, releaseClaims } from './decisions.ts'
import { letterId, type DeadLetter } from './letter.ts'
import { redrivenEntryId, redriveTopicOf } from './redriven-record.ts'

/**
 * Whoever claimed these letters ended without saying whether they are on their way. Call it when that one can publish no
 * more: then the retry topic tells, and for longer than that keeps its records, the journal, which is written with it.
 */
export const settleDoubts = async (
  deps: { readonly kafka: Pick<Kafka, 'read'>; readonly postgres: Queryable; readonly retryDelays: readonly number[] },
  stage: string,
  letters: readonly DeadLetter[],
): Promise<void> => {
  const { kafka, postgres, retryDelays } = deps
  const claimed = new Set(await claimsInDoubt(postgres, stage))
  const doubtful = letters.filter(({ id }) => claimed.has(id))
  if (doubtful.length === 0) return
  const onTheirWay = new Set(await journaled(postgres, doubtful))
  await kafka.read([redriveTopicOf(stage, retryDelays)], async (records) => {
    for (const record of records)
      onTheirWay.add(letterId(stage, originOf(record), record.headers[header.webhookEventId], timesRedriven(record.headers) - 1))
  })
  const ids = doubtful.map(({ id }) => id)
  await confirmRedriven(
    postgres,
    ids.filter((id) => onTheirWay.has(id)),
  )
  await releaseClaims(
    postgres,
    ids.filter((id) => !onTheirWay.has(id)),
  )
}

/** Ids of the letters whose redrive the journal knows. */
const journaled = async (postgres: Queryable, letters: readonly DeadLetter[]): Promise<readonly string[]> => {
  const letterOf = new Map(letters.map((letter) => [redrivenEntryId(letter), letter.id]))
  const rows = await postgres.query<{ readonly entry: string }>(
    'SELECT entry_id AS entry FROM mcp.webhook_event_steps WHERE entry_id = ANY ($1::uuid[])',
    [[...letterOf.keys()]],
  )
  return rows.flatMap(({ entry }) => letterOf.get(entry) ?? [])
}
