import { PermanentError } from '../errors.ts'
import type { Kafka, OutgoingRecord, Producer } from '../kafka/port.ts'
import type { Postgres, Queryable } from '../postgres/postgres.ts'
import type { Codec } from '../registry/codec.ts'
import { journal } from '../topics.ts'
import { claimLetters, confirmRedriven, type Decider } from './decisions.ts'
import { settleDoubts } from './doubts.ts'
import type { DeadLetter } from './letter.ts'
import { recordsOf, type FoundLetter } from './read-letters.ts'
import { decisionEntry, entryHeaders, isJournaled, redrivenRecord, redriveTopicOf } from './redriven-record.ts'

export interface RedriveDeps {
  readonly kafka: Pick<Kafka, 'read' | 'atomicProducer' | 'partitionCount'>
  readonly postgres: Postgres
  /** Must know the journal. */
  readonly codec: Pick<Codec, 'encode'>
  /** Of the stage, in seconds. */
  readonly retryDelays: readonly number[]
  /** Epoch milliseconds. */
  now(): number
  sleep(ms: number): Promise<void>
}

export interface RedriveOrder extends Decider {
  readonly stage: string
  /** Of this stage. */
  readonly letters: readonly DeadLetter[]
  /** Also those that are parked. */
  readonly parkedToo: boolean
  readonly perSecond: number
  /** So many have been given back so far. */
  onProgress(redriven: number): void
}

/** Records in one transaction at most: what a crash leaves in doubt. */
const largestChunk = 200
const chunksPerSecond = 4

/**
 * Gives dead letters back to the stage that gave them up, each once whoever else tries, and returns how many: those that
 * somebody redrove or parked meanwhile are left out. Throws PermanentError while another redrive of the stage is under way.
 * Ended at any moment, it can be begun again.
 */
export const redrive = async (deps: RedriveDeps, order: RedriveOrder): Promise<number> =>
  deps.postgres.transaction(async (turn) => {
    await takeTurn(turn, order.stage)
    // From here on nobody else can publish what he has claimed, so that what is in doubt can be found out.
    const producer = await deps.kafka.atomicProducer(`dead-letters.${order.stage}`)
    try {
      await settleDoubts(deps, order.stage, order.letters)
      return await giveBack(deps, order, producer, turn)
    } finally {
      await producer.close()
    }
  })

/** The turn ends with the transaction. Without it the second would shut the first one out half-way. */
const takeTurn = async (turn: Queryable, stage: string): Promise<void> => {
  const [row] = await turn.query<{ readonly taken: boolean }>('SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS taken', [
    `dead letters ${stage}`,
  ])
  if (row?.taken !== true) throw new PermanentError(`Somebody is giving dead letters of ${stage} back at this moment.`)
}

const giveBack = async (deps: RedriveDeps, order: RedriveOrder, producer: Producer, turn: Queryable): Promise<number> => {
  const { kafka, postgres, now, sleep } = deps
  const { letters, perSecond, parkedToo } = order
  const write = await writerOf(deps, order)
  const chunkSize = Math.max(1, Math.min(largestChunk, Math.floor(perSecond / chunksPerSecond)))
  const startedAt = now()
  let redriven = 0
  await recordsOf(kafka, letters, async (found) => {
    for (let from = 0; from < found.length; from += chunkSize) {
      const chunk = found.slice(from, from + chunkSize)
      const wait = startedAt + (redriven / perSecond) * 1_000 - now()
      if (wait > 0) await sleep(wait)
      // Keeps the turn's connection from being closed as idle, and ends here if it was.
      await turn.query('SELECT 1')
      const claimed = await claimLetters(
        postgres,
        chunk.map(({ letter }) => letter),
        order,
        parkedToo,
      )
      if (claimed.size === 0) continue
      await producer.send(chunk.filter(({ letter }) => claimed.has(letter.id)).flatMap(write))
      await confirmRedriven(postgres, [...claimed])
      redriven += claimed.size
      order.onProgress(redriven)
    }
  })
  return redriven
}

/** What to publish for one letter: the record, and the journal's entry with it. */
const writerOf = async (
  { kafka, codec, retryDelays, now }: RedriveDeps,
  order: RedriveOrder,
): Promise<(found: FoundLetter) => readonly OutgoingRecord[]> => {
  const topic = redriveTopicOf(order.stage, retryDelays)
  const [partitions, journalPartitions] = await Promise.all([kafka.partitionCount(topic), kafka.partitionCount(journal.name)])
  return (found) => {
    const { letter, record } = found
    const given = redrivenRecord(found, { topic, partitions, now: now() })
    if (!isJournaled(order.stage)) return [given]
    const entry = decisionEntry('redriven', letter, record.headers, order, now())
    const value = codec.encode(journal.contract, journal.name, entry)
    const partition = record.partition % journalPartitions
    return [given, { topic: journal.name, partition, key: entry.webhookEventId, value, headers: entryHeaders(record.headers) }]
  }
}
