import { setTimeout as delay } from 'node:timers/promises'
import { PermanentError } from '../errors.ts'
import type { Consumer, Kafka, KafkaRecord, OutgoingRecord, Subscription } from './port.ts'

/** Kafka in this process, for unit tests: held to `contract-suite.ts` like the real one. */
export interface MemoryKafka extends Kafka {
  /** Everything a topic holds, in order of writing. */
  records(topic: string): readonly KafkaRecord[]
  /** Resolves once every group has committed all records of the topics it reads and nobody is at work. */
  quiet(): Promise<void>
}

interface StoredTopic {
  readonly partitions: readonly KafkaRecord[][]
  readonly written: KafkaRecord[]
}

const idleMs = 1

export const createMemoryKafka = (): MemoryKafka => {
  const topics = new Map<string, StoredTopic>()
  const committed = new Map<string, number>()
  const newest = new Map<string, symbol>()
  const running = new Set<{ readonly subscription: Subscription }>()

  const topicOf = (name: string): StoredTopic => {
    const topic = topics.get(name)
    if (topic === undefined) throw new PermanentError(`the topic ${name} does not exist: run the provisioning`)
    return topic
  }
  const append = (records: readonly OutgoingRecord[]) => {
    for (const record of records) {
      const topic = topicOf(record.topic)
      const log = topic.partitions[record.partition]
      if (log === undefined) throw new PermanentError(`${record.topic} has no partition ${record.partition}`)
      const stored = { ...record, offset: BigInt(log.length), timestamp: Date.now() }
      log.push(stored)
      topic.written.push(stored)
    }
  }
  const positionOf = (group: string, topic: string, partition: number) => committed.get(`${group}/${topic}/${partition}`) ?? 0

  const consumePartition = async (subscription: Subscription, topic: string, partition: number, signal: AbortSignal) => {
    const { group, maxRecords, handle } = subscription
    const log = topicOf(topic).partitions[partition] ?? []
    let failures = 0
    while (!signal.aborted) {
      const position = positionOf(group, topic, partition)
      const records = log.slice(position, position + maxRecords)
      if (records.length === 0) {
        await delay(idleMs)
        continue
      }
      try {
        const { outputs, done, resumeAt } = await handle({ topic, partition, records, signal: new AbortController().signal })
        append(outputs)
        committed.set(`${group}/${topic}/${partition}`, position + done)
        if (resumeAt !== undefined) await delay(Math.max(0, resumeAt - Date.now() + 1), undefined, { signal }).catch(() => undefined)
        failures = 0
      } catch {
        await delay(Math.min(2 ** ++failures, 50))
      }
    }
  }

  return {
    async consume(subscription): Promise<Consumer> {
      const stopping = new AbortController()
      const entry = { subscription }
      running.add(entry)
      const loops = subscription.topics.flatMap((topic) =>
        topicOf(topic).partitions.map((_, partition) => consumePartition(subscription, topic, partition, stopping.signal)),
      )
      return {
        lastActive: Date.now,
        async stop() {
          stopping.abort()
          await Promise.all(loops)
          running.delete(entry)
        },
      }
    },
    producer: async () => ({ send: async (records) => append(records), close: async () => undefined }),
    async atomicProducer(id) {
      const own = Symbol(id)
      newest.set(id, own)
      return {
        async send(records) {
          if (newest.get(id) !== own) throw new PermanentError(`another producer of ${id} has begun and shut this one out`)
          append(records)
        },
        close: async () => undefined,
      }
    },
    async read(names, onRecords) {
      const held = names.flatMap((name) => topicOf(name).partitions.map((log) => [...log]))
      for (const records of held) if (records.length > 0) await onRecords(records)
    },
    async createTopics(specs) {
      for (const { name, partitions } of specs)
        if (!topics.has(name)) topics.set(name, { partitions: Array.from({ length: partitions }, () => []), written: [] })
    },
    // Whoever shares the memory may do everything.
    createAcls: async () => undefined,
    partitionCount: async (topic) => topicOf(topic).partitions.length,
    lag: async (group, names) =>
      names.flatMap((topic) =>
        topicOf(topic).partitions.map((log, partition) => ({
          topic,
          partition,
          committed: BigInt(positionOf(group, topic, partition)),
          end: BigInt(log.length),
        })),
      ),
    unread: async (group, names) =>
      names.flatMap((topic) =>
        topicOf(topic).partitions.map((log, partition) => {
          const unread = log.slice(positionOf(group, topic, partition))
          return { topic, partition, count: unread.length, first: unread[0] }
        }),
      ),
    close: async () => undefined,
    records: (topic) => topicOf(topic).written,
    async quiet() {
      const behind = () =>
        [...running].some(({ subscription: { group, topics: names } }) =>
          names.some((topic) => topicOf(topic).partitions.some((log, partition) => positionOf(group, topic, partition) < log.length)),
        )
      while (behind()) await delay(idleMs)
    },
  }
}
