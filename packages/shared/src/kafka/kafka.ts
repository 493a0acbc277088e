import type { Admin, Cluster, Consumer as KafkaJsConsumer } from 'kafkajs'
import { messageOf, PermanentError, UnavailableError } from '../errors.ts'
import { createAcls } from './acl.ts'
import { atLeastOnce, type GroupOffsets } from './at-least-once.ts'
import { createAtomicProducer } from './atomic-producer.ts'
import { clusterOf } from './cluster-of.ts'
import { startConsumer, type ConsumerTuning } from './consumer.ts'
import { exactlyOnce, transactionRetry } from './exactly-once.ts'
import { dismiss, ghostsIn, memberClientId } from './group-membership.ts'
import { createClient, type ClientOptions } from './kafkajs.ts'
import type { Kafka, KafkaRecord, PartitionLag } from './port.ts'
import { createProducer } from './producer.ts'
import { observedSlots } from './observed.ts'
import { whenSettled } from './settled.ts'
import { topicOffsets } from './topic-offsets.ts'
import { readTopics } from './read-topics.ts'
import { unreadRecords } from './unread.ts'

export interface KafkaOptions extends ClientOptions {
  readonly now?: () => number
  readonly tuning?: Partial<ConsumerTuning>
}

/** Consumers and transactions can begin anew elsewhere when a broker hangs; plain producers wait longer, rather than be in doubt. */
const hangMs = 15_000

const defaultTuning: ConsumerTuning = { sessionTimeoutMs: 10_000, heartbeatMs: 1_000, gatherMs: 50 }

/** A Kafka cluster through kafkajs. Connects at first use. */
export const createKafka = (options: KafkaOptions): Kafka => {
  const memberId = memberClientId(options.clientId)
  const forConsumers = createClient({ ...options, clientId: memberId }, undefined, hangMs)
  // Producers and admin have a client of their own: sendOffsets() marks offsets in a map that all clients of one Kafka object share.
  const forProducers = createClient(options)
  const forTransactions = createClient(options, transactionRetry, hangMs)
  let admin: Promise<Admin> | undefined
  let reader: Promise<Cluster> | undefined

  const connectedAdmin = () => {
    admin ??= (async () => {
      const connecting = forProducers.admin()
      await connecting.connect()
      return connecting
    })()
    admin.catch(() => (admin = undefined))
    return admin
  }
  const connectedReader = () => {
    reader ??= (async () => {
      const cluster = clusterOf(forProducers, { readUncommitted: false })
      await cluster.connect()
      return cluster
    })()
    reader.catch(() => (reader = undefined))
    return reader
  }
  const ask = async <T>(question: (admin: Admin) => Promise<T>): Promise<T> => {
    try {
      const connected = await connectedAdmin()
      return await whenSettled(() => question(connected))
    } catch (error) {
      if (error instanceof PermanentError) throw error
      throw new UnavailableError('kafka', messageOf(error), { cause: error })
    }
  }
  const partitionCount = (topic: string) =>
    ask(async (connected) => {
      try {
        const { topics } = await connected.fetchTopicMetadata({ topics: [topic] })
        return topics[0]?.partitions.length ?? 0
      } catch (error) {
        if ((error as { readonly type?: string }).type === 'UNKNOWN_TOPIC_OR_PARTITION')
          throw new PermanentError(`the topic ${topic} does not exist: run the provisioning`, { cause: error })
        throw error
      }
    })

  const committedIn = (group: string) => (topic: string, partition: number) =>
    ask(async (connected) => {
      const [offsets] = await connected.fetchOffsets({ groupId: group, topics: [topic] })
      const offset = BigInt(offsets?.partitions.find((entry) => entry.partition === partition)?.offset ?? '-1')
      return offset < 0n ? undefined : offset
    })
  /** Best effort: without it the group only waits. */
  const dismissGhosts = async (cluster: Cluster, group: string) => {
    try {
      const ghosts = await ghostsIn(await connectedAdmin(), group, memberId)
      if (ghosts.length > 0) options.log.info({ group, ghosts }, 'leaving the group for processes that ended without')
      await dismiss(cluster, group, ghosts)
    } catch (error) {
      options.log.debug({ group, error: messageOf(error) }, 'cannot tell whether the group waits for somebody dead')
    }
  }
  const offsetsOf = (consumer: KafkaJsConsumer, group: string): GroupOffsets => ({
    committed: committedIn(group),
    commit: (topic, partition, next) => consumer.commitOffsets([{ topic, partition, offset: String(next) }]),
  })

  return {
    async consume(subscription) {
      const counts = await Promise.all(subscription.topics.map(partitionCount))
      const producer = await createProducer(forProducers)
      const { group, guarantee } = subscription
      const consumer = await startConsumer(forConsumers, subscription, {
        partitions: counts.reduce((sum, count) => sum + count, 0),
        tuning: { ...defaultTuning, ...options.tuning, ...(subscription.gatherMs !== undefined && { gatherMs: subscription.gatherMs }) },
        log: options.log,
        now: options.now ?? Date.now,
        openSlot: (own) =>
          observedSlots(
            subscription.observer,
            guarantee === 'exactly-once'
              ? exactlyOnce(forTransactions, committedIn(group), group)
              : atLeastOnce(producer, offsetsOf(own, group)),
          ),
        beforeJoining: (cluster) => dismissGhosts(cluster, group),
      })
      return {
        ...consumer,
        async stop() {
          await consumer.stop()
          await producer.close()
        },
      }
    },
    producer: () => createProducer(forProducers),
    atomicProducer: (id) => createAtomicProducer(forTransactions, id),
    async read(topics, onRecords) {
      await Promise.all(topics.map(partitionCount))
      const failed: { error?: unknown } = {}
      const passedOn = (records: readonly KafkaRecord[]) =>
        onRecords(records).catch((error: unknown) => {
          failed.error = error
          throw error
        })
      await ask((connected) => readTopics(forConsumers, connected, topics, passedOn)).catch((error: unknown) => {
        // What the reader of the records throws is none of Kafka's trouble.
        throw 'error' in failed ? failed.error : error
      })
    },
    partitionCount,
    createTopics: (topics) =>
      ask(async (connected) => {
        const existing = new Set(await connected.listTopics())
        const missing = topics.filter(({ name }) => !existing.has(name))
        if (missing.length === 0) return
        await connected.createTopics({
          topics: missing.map(({ name, partitions, replicationFactor, config }) => ({
            topic: name,
            numPartitions: partitions,
            replicationFactor,
            configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
          })),
          waitForLeaders: false,
        })
        await whenSettled(() => connected.fetchTopicMetadata({ topics: missing.map(({ name }) => name) }))
      }),
    createAcls: (acls) => ask((connected) => createAcls(connected, acls)),
    lag: (group, topics) =>
      ask(async (connected) => {
        const committed = await connected.fetchOffsets({ groupId: group, topics: [...topics] })
        const offsets = await topicOffsets(connected, topics)
        return offsets.map(({ topic, partition, low, high }): PartitionLag => {
          const of = committed.find((entry) => entry.topic === topic)?.partitions.find((entry) => entry.partition === partition)
          const offset = BigInt(of?.offset ?? '-1')
          return { topic, partition, committed: offset < 0n ? low : offset, end: high }
        })
      }),
    unread: (group, topics) => ask(async (connected) => unreadRecords(await connectedReader(), connected, group, topics)),
    async close() {
      const connected = await admin?.catch(() => undefined)
      await connected?.disconnect()
      await (await reader?.catch(() => undefined))?.disconnect()
    },
  }
}
