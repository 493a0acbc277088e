import type { Kafka as KafkaJs, Producer as KafkaJsProducer, ProducerRecord } from 'kafkajs'
import { messageOf, UnavailableError } from '../errors.ts'
import { kafkajs } from './kafkajs.ts'
import type { OutgoingRecord, Producer } from './port.ts'

/** A `send()` of many messages blocks the event loop quadratically, and a batch must fit the topic's max.message.bytes. */
const maxRecordsPerSend = 1_000
const maxBytesPerSend = 900_000

/** Cuts records into sends: one topic and partition each, of bounded count and size. Keeps the order within a partition. */
export const groupIntoSends = (records: readonly OutgoingRecord[]): readonly (readonly OutgoingRecord[])[] =>
  [...Map.groupBy(records, ({ topic, partition }) => `${topic}/${partition}`).values()].flatMap((ofPartition) => {
    const sends: OutgoingRecord[][] = []
    let bytes = Number.POSITIVE_INFINITY
    for (const record of ofPartition) {
      const size = record.value?.length ?? 0
      const last = sends.at(-1)
      if (last === undefined || last.length === maxRecordsPerSend || bytes + size > maxBytesPerSend) {
        sends.push([record])
        bytes = size
      } else {
        last.push(record)
        bytes += size
      }
    }
    return sends
  })

/**
 * One send per partition, acknowledged by all in-sync replicas. Not idempotent on purpose: an idempotent kafkajs producer
 * can lose acknowledged records after a timeout, this one at worst doubles one. After a failed send the connection is
 * replaced by a new one.
 */
export const createProducer = async (client: KafkaJs): Promise<Producer> => {
  const build = () =>
    client.producer({ allowAutoTopicCreation: false, idempotent: false, createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
  let current: { readonly producer: KafkaJsProducer; readonly connected: Promise<void> } | undefined

  const connect = () => {
    if (current === undefined) {
      const producer = build()
      current = { producer, connected: producer.connect() }
    }
    return current
  }
  const discard = (failed: typeof current) => {
    if (current === failed) current = undefined
    failed?.producer.disconnect().catch(() => undefined)
  }

  return {
    async send(records) {
      const connection = connect()
      try {
        await connection.connected
        await sendAll(connection.producer, records)
      } catch (error) {
        discard(connection)
        throw new UnavailableError('kafka', messageOf(error), { cause: error })
      }
    },
    async close() {
      await current?.producer.disconnect()
    },
  }
}

/**
 * Sends everything, acknowledged by all in-sync replicas; rejects as the first send that failed, when none is in flight any more.
 * Sends of one partition go one after the other: a send that is tried again would change places with the next, and in a
 * transaction lend it its sequence number, so that the broker takes one for the other and drops it.
 */
export const sendAll = async (through: Pick<KafkaJsProducer, 'send'>, records: readonly OutgoingRecord[]): Promise<void> => {
  const byPartition = Map.groupBy(groupIntoSends(records), ([first]) => `${first?.topic}/${first?.partition}`)
  const settled = await Promise.allSettled(
    [...byPartition.values()].map(async (sends) => {
      for (const send of sends) await through.send({ ...toMessages(send), acks: -1 })
    }),
  )
  const failed = settled.find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
}

const toMessages = (records: readonly OutgoingRecord[]): ProducerRecord => ({
  topic: records[0]?.topic ?? '',
  compression: kafkajs.CompressionTypes.ZSTD,
  messages: records.map(({ partition, key, value, headers }) => ({ partition, key, value, headers: { ...headers } })),
})
