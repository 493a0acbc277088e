import type { Kafka, OutgoingRecord } from '../kafka/port.ts'
import type { Queryable } from '../postgres/postgres.ts'
import type { Codec } from '../registry/codec.ts'
import { journal } from '../topics.ts'
import { parkLetters, type Decider } from './decisions.ts'
import type { DeadLetter } from './letter.ts'
import { recordsOf } from './read-letters.ts'
import { decisionEntry, entryHeaders, isJournaled } from './redriven-record.ts'

export interface ParkDeps {
  readonly kafka: Pick<Kafka, 'read' | 'producer' | 'partitionCount'>
  readonly postgres: Queryable
  /** Must know the journal. */
  readonly codec: Pick<Codec, 'encode'>
  /** Epoch milliseconds. */
  now(): number
}

/** Marks dead letters as looked at, tells the journal, and returns how many: what was given back meanwhile is not. Parking again gives a new reason. */
export const park = async (deps: ParkDeps, letters: readonly DeadLetter[], decider: Decider): Promise<number> => {
  const { kafka, postgres, codec, now } = deps
  const parked = await parkLetters(postgres, letters, decider)
  const partitions = await kafka.partitionCount(journal.name)
  const entries: OutgoingRecord[] = []
  await recordsOf(kafka, letters, async (found) => {
    for (const { letter, record } of found) {
      if (!parked.has(letter.id) || !isJournaled(letter.stage)) continue
      const entry = decisionEntry('parked', letter, record.headers, decider, now())
      const value = codec.encode(journal.contract, journal.name, entry)
      const partition = record.partition % partitions
      entries.push({ topic: journal.name, partition, key: entry.webhookEventId, value, headers: entryHeaders(record.headers) })
    }
  })
  const producer = await kafka.producer()
  try {
    await producer.send(entries)
  } finally {
    await producer.close()
  }
  return parked.size
}
