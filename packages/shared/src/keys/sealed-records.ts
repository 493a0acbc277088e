import { sealedWith } from '../crypto/key-ring.ts'
import { UnavailableError } from '../errors.ts'
import type { Kafka, KafkaRecord } from '../kafka/port.ts'
import type { Codec } from '../registry/codec.ts'
import { isSealed } from '../stage/sealed-values.ts'
import {
  deadLetterRetention,
  deadLetterTopicName,
  retention,
  retryRetention,
  retryTopicName,
  uniqueWebhooks,
  verifiedWebhooks,
} from '../topics.ts'

/** What a key sealed in a topic. */
export interface SealedRecords {
  readonly topic: string
  readonly keyId: string
  readonly count: number
  /** Epoch milliseconds at which retention will have removed the newest of them. */
  readonly goneAt: number
}

/** The topics whose records hold what the key ring sealed, and for how long each keeps them (milliseconds). */
export const sealedTopics = (retryDelays: readonly number[]): ReadonlyMap<string, number> =>
  new Map([
    ...[verifiedWebhooks.name, uniqueWebhooks.name].map((name) => [name, retention[name] ?? retryRetention] as const),
    ...['verifier', 'deduper', 'transcript-processor'].flatMap((stage) => [
      ...retryDelays.map((seconds) => [retryTopicName(stage, seconds), retryRetention] as const),
      [deadLetterTopicName(stage), deadLetterRetention] as const,
    ]),
  ])

/** Counts, by topic and key, what the topics hold now. Reads all of them. */
export const countSealedRecords = async (
  kafka: Pick<Kafka, 'read'>,
  codec: Pick<Codec, 'decode'>,
  topics: ReadonlyMap<string, number>,
): Promise<readonly SealedRecords[]> => {
  const found = new Map<string, SealedRecords>()
  await kafka.read([...topics.keys()], async (records) => {
    for (const record of records) {
      const keyId = await keyOf(record, codec)
      if (keyId === undefined) continue
      const { topic, timestamp } = record
      const before = found.get(`${topic} ${keyId}`)
      const goneAt = Math.max(before?.goneAt ?? 0, timestamp + (topics.get(topic) ?? 0))
      found.set(`${topic} ${keyId}`, { topic, keyId, count: (before?.count ?? 0) + 1, goneAt })
    }
  })
  return [...found.values()].toSorted((a, b) => (`${a.keyId} ${a.topic}` < `${b.keyId} ${b.topic}` ? -1 : 1))
}

/** The key that something in the record was sealed with; undefined: nothing in it is sealed, or it cannot be read. */
const keyOf = async (record: KafkaRecord, codec: Pick<Codec, 'decode'>): Promise<string | undefined> => {
  const { value } = record
  if (value === null) return undefined
  if (isSealed(record)) return sealedWith(value.toString('latin1'))
  try {
    const { sealed } = await codec.decode(uniqueWebhooks.contract, value)
    return sealed === null ? undefined : sealedWith(sealed)
  } catch (error) {
    if (error instanceof UnavailableError) throw error
    return undefined
  }
}
