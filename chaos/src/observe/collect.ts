import type { Contract } from '@hansard/shared/contracts/contract'
import type { FetchedTranscript, JournalEntry, MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import type { KeyRing } from '@hansard/shared/crypto/key-ring'
import type { Kafka, KafkaRecord } from '@hansard/shared/kafka/port'
import type { Codec } from '@hansard/shared/registry/codec'
import { header } from '@hansard/shared/stage/headers'
import { openedValue } from '@hansard/shared/stage/sealed-values'
import type { Topic } from '@hansard/shared/stage/stage'
import {
  deadLetterTopicName,
  fetchedTranscripts,
  journal,
  meetingCommands,
  mergedTranscripts,
  rawWebhooks,
  retryTopicName,
  securityEvents,
  stageNames,
  uniqueWebhooks,
  verifiedWebhooks,
} from '@hansard/shared/topics'
import type { DeadLetter, Facts, Found, Injected, Passed, Place, RawDelivery, Undecodable } from '../audit/facts.ts'
import type { Written } from '../load/inject.ts'
import { hashOf } from '../load/sender.ts'
import type { JavaReader } from './console-consumer.ts'
import type { PrintedRecord } from './printed-record.ts'

/** What is found in the topics when all is quiet. */
export type TopicFacts = Pick<
  Facts,
  'raw' | 'verified' | 'unique' | 'journal' | 'fetched' | 'merged' | 'undecodable' | 'injected' | 'deadLetters'
>

export interface CollectOptions {
  readonly kafka: Kafka
  readonly codec: Codec
  /** Of the apps: what may hold secrets is sealed in a stage's own topics. */
  readonly keyRing: KeyRing
  readonly reader: JavaReader
  readonly written: readonly Written[]
  /** Seconds. */
  readonly retryDelays: readonly number[]
}

/** Reads every topic from its beginning: those that the promises speak of with the Java client, the others with our own. */
export const collect = async ({ kafka, codec, keyRing, reader, written, retryDelays }: CollectOptions): Promise<TopicFacts> => {
  const undecodable: Undecodable[] = []
  const places = new Map<string, Place[]>()
  const wanted = new Set(written.map(({ topic, valueHash }) => `${topic} ${valueHash}`))
  const notice = (place: Place, valueHash: string) => {
    const name = `${place.topic} ${valueHash}`
    if (wanted.has(name)) places.set(name, [...(places.get(name) ?? []), place])
  }

  const ofTopic = async <T>(topic: Topic<T>, slimmed: (value: T) => T): Promise<readonly Found<T>[]> => {
    const found: Promise<Found<T> | undefined>[] = []
    const take = async ({ partition, offset, value: bytes }: PrintedRecord): Promise<Found<T> | undefined> => {
      const place = { topic: topic.name, partition, offset }
      const valueHash = hashOf(bytes ?? Buffer.alloc(0))
      notice(place, valueHash)
      const value = await decoded(codec, topic.contract, bytes)
      if (value === undefined) undecodable.push({ ...place, valueHash })
      return value && { ...place, value: slimmed(value) }
    }
    await readWhole(kafka, reader, topic.name, (record) => found.push(take(record)))
    return (await Promise.all(found)).filter((each) => each !== undefined)
  }
  const [fetched, merged] = await Promise.all([ofTopic(fetchedTranscripts, slimFetched), ofTopic(mergedTranscripts, slimMerged)])
  const entries = await ofTopic(journal, slimEntry)

  const raw: RawDelivery[] = []
  const verified: Passed[] = []
  const unique: Passed[] = []
  const deadLetters: DeadLetter[] = []
  const letters = new Set(stageNames.map(deadLetterTopicName))
  const retries = stageNames.flatMap((stage) => retryDelays.map((seconds) => retryTopicName(stage, seconds)))
  const chain = [rawWebhooks, verifiedWebhooks, uniqueWebhooks, meetingCommands, securityEvents].map(({ name }) => name)
  // One after the other: asked for the ends of many topics at once, kafkajs mixes them up unless it knows the topics already.
  for (const topic of [...chain, ...retries, ...letters]) await kafka.lag('chaos', [topic])
  await kafka.read([...chain, ...retries, ...letters], async (records) => {
    for (const record of records) {
      const { topic, partition, offset } = record
      const place = { topic, partition, offset }
      const valueHash = hashOf(record.value ?? Buffer.alloc(0))
      const webhookEventId = record.headers[header.webhookEventId] ?? null
      notice(place, valueHash)
      if (letters.has(topic)) deadLetters.push(letterOf(record, keyRing))
      else if (topic === rawWebhooks.name) raw.push({ ...place, webhookEventId, bodyHash: valueHash })
      else if (topic === verifiedWebhooks.name) verified.push({ ...place, webhookEventId })
      else if (topic === uniqueWebhooks.name) unique.push({ ...place, webhookEventId })
    }
  })
  const injected: Injected[] = written.map((each) => ({ ...each, places: places.get(`${each.topic} ${each.valueHash}`) ?? [] }))
  return {
    raw,
    verified,
    unique,
    journal: entries,
    fetched,
    merged,
    undecodable,
    injected,
    deadLetters,
  }
}

// What no check looks at would fill the memory in a long run.
const slimEntry = (entry: JournalEntry): JournalEntry => ({ ...entry, webhook: null, traceparent: null })
const slimFetched = (transcript: FetchedTranscript): FetchedTranscript => ({
  ...transcript,
  participants: [],
  segments: transcript.segments.map((segment) => ({ ...segment, rawText: null, speaker: null })),
})
const slimMerged = (meeting: MergedTranscript): MergedTranscript => ({
  ...meeting,
  participants: [],
  sources: meeting.sources.map((source) => ({ ...source, reasons: [] })),
  segments: meeting.segments.map((segment) => ({ ...segment, speaker: null, alternatives: [] })),
  speakers: [],
  quality: null,
})

const letterOf = (record: KafkaRecord, keyRing: KeyRing): DeadLetter => {
  const { topic, partition, offset, headers } = record
  const origin = headers[header.origin] ?? ''
  const value = openedValue(keyRing, record, origin) ?? Buffer.alloc(0)
  return {
    topic,
    partition,
    offset,
    stage: headers[header.stage] ?? topic,
    origin,
    webhookEventId: headers[header.webhookEventId] ?? null,
    valueHash: hashOf(value),
    message: headers[header.errorMessage] ?? '',
  }
}

const decoded = <T>(codec: Codec, contract: Contract<T>, value: Buffer | null): Promise<T | undefined> =>
  codec.decode(contract, value).catch(() => undefined)

/** How long the Java reader may take until it has seen everything, milliseconds. */
const readWithinMs = 300_000

/** A last record in every partition tells a reader that it has seen all that came before: those of open transactions too. */
const readWhole = async (kafka: Kafka, reader: JavaReader, topic: string, onRecord: (record: PrintedRecord) => void): Promise<void> => {
  const mark = Buffer.from(`end of ${topic} ${Date.now()}`)
  const partitions = await kafka.partitionCount(topic)
  const producer = await kafka.producer()
  await producer.send(Array.from({ length: partitions }, (_, partition) => ({ topic, partition, key: null, value: mark, headers: {} })))
  await producer.close()
  const open = new Set(Array.from({ length: partitions }, (_, partition) => partition))
  const complete = Promise.withResolvers<void>()
  const reading = reader.read(topic, 'beginning', (record) => {
    if (record.value?.equals(mark) !== true) onRecord(record)
    else if (open.delete(record.partition) && open.size === 0) complete.resolve()
  })
  const late = setTimeout(() => complete.reject(new Error(`${topic} could not be read to its end`)), readWithinMs)
  try {
    await Promise.race([complete.promise, reading.ended])
  } finally {
    clearTimeout(late)
    reading.stop()
    await reading.ended.catch(() => undefined)
  }
}
