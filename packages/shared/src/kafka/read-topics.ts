import type { Admin, EachBatchPayload, Kafka as KafkaJs } from 'kafkajs'
import { uuidV7 } from '../ids.ts'
import { clusterOf } from './cluster-of.ts'
import type { KafkaRecord } from './port.ts'
import { toRecord } from './record.ts'

const heartbeatInterval = 1_000

/**
 * The partitions that hold records, and the offset after each one's last. kafkajs' admin knows only what is committed and
 * written down as such, which lags behind what a producer was told: here, as a reader of uncommitted records sees it.
 */
const endsOf = async (client: KafkaJs, topics: readonly string[]): Promise<Map<string, bigint>> => {
  const cluster = clusterOf(client, { readUncommitted: true })
  await cluster.connect()
  try {
    await cluster.addMultipleTargetTopics([...topics])
    const partitionsOf = (topic: string) => cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => ({ partition: partitionId }))
    const offsets = async (fromBeginning: boolean) => {
      const found = await cluster.fetchTopicsOffset(topics.map((topic) => ({ topic, partitions: partitionsOf(topic), fromBeginning })))
      return new Map(
        found.flatMap(({ topic, partitions }) =>
          partitions.map(({ partition, offset }) => [`${topic}/${partition}`, BigInt(offset)] as const),
        ),
      )
    }
    const [low, high] = [await offsets(true), await offsets(false)]
    return new Map([...high].filter(([name, end]) => (low.get(name) ?? 0n) < end))
  } finally {
    await cluster.disconnect()
  }
}

/**
 * Reads what the topics hold now, once, and ends. kafkajs reads only as a member of a group: this one is made for the
 * occasion, commits nothing and is removed afterwards. A transaction that is open at the call is waited for.
 */
export const readTopics = async (
  client: KafkaJs,
  admin: Admin,
  topics: readonly string[],
  onRecords: (records: readonly KafkaRecord[]) => Promise<void>,
): Promise<void> => {
  const ends = await endsOf(client, topics)
  if (ends.size === 0) return
  const groupId = `reader-${uuidV7()}`
  const consumer = client.consumer({
    groupId,
    sessionTimeout: 30_000,
    heartbeatInterval,
    maxWaitTimeInMs: 100,
    allowAutoTopicCreation: false,
    readUncommitted: false,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 8, restartOnFailure: async () => false },
  })
  const finished = Promise.withResolvers<void>()
  const reached = (name: string, lastOffset: string) => {
    const end = ends.get(name)
    if (end === undefined || BigInt(lastOffset) + 1n < end) return
    ends.delete(name)
    if (ends.size === 0) finished.resolve()
  }

  const eachBatch = async ({ batch, heartbeat, resolveOffset }: EachBatchPayload) => {
    const name = `${batch.topic}/${batch.partition}`
    const end = ends.get(name)
    const records = batch.messages.filter(({ offset }) => end !== undefined && BigInt(offset) < end)
    const timer = setInterval(() => void heartbeat().catch(finished.reject), heartbeatInterval)
    try {
      if (records.length > 0) await onRecords(records.map((message) => toRecord(batch.topic, batch.partition, message)))
      resolveOffset(batch.lastOffset())
      reached(name, batch.lastOffset())
    } catch (error) {
      finished.reject(error)
    } finally {
      clearInterval(timer)
    }
  }

  // Batches of control or aborted records only are resolved by kafkajs without asking eachBatch.
  consumer.on(consumer.events.START_BATCH_PROCESS, ({ payload: { topic, partition, batchSize, lastOffset } }) => {
    if (batchSize === 0) reached(`${topic}/${partition}`, lastOffset)
  })
  consumer.on(consumer.events.CRASH, ({ payload: { error } }) => finished.reject(error))
  try {
    await consumer.connect()
    await consumer.subscribe({ topics: [...topics], fromBeginning: true })
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, partitionsConsumedConcurrently: 1, eachBatch })
    await finished.promise
  } finally {
    await consumer.disconnect().catch(() => undefined)
    await admin.deleteGroups([groupId]).catch(() => undefined)
  }
}
