import type { EachBatchPayload, Message, Producer } from 'kafkajs'
import { bareKafka, createPartitioner, ZSTD } from '../kafka.ts'
import { floorTopics } from '../topics.ts'

// The least that moves records from topic to topic at either guarantee: consume a batch, produce it, commit. No decoding, no decision,
// no journal, and none of what makes exactly once survive a crash: one transaction a batch, one producer a partition.
const topic = process.env['FLOOR_INPUT'] ?? ''
const group = process.env['FLOOR_GROUP'] ?? ''
const exactlyOnce = process.env['PROCESSING_GUARANTEE'] === 'exactly_once'
const batchRecords = Number(process.env['BATCH_RECORDS'] ?? 500)

const kafka = bareKafka(process.env['KAFKA_BROKERS'] ?? '', 'bench-floor')
const plain = kafka.producer({ createPartitioner })
const consumer = kafka.consumer({ groupId: group, maxWaitTimeInMs: 250 })
const transactional = new Map<number, Promise<Producer>>()

const transactionalOf = (partition: number): Promise<Producer> => {
  const open = async () => {
    const producer = kafka.producer({
      transactionalId: `${group}.${partition}`,
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner,
    })
    await producer.connect()
    return producer
  }
  const known = transactional.get(partition) ?? open()
  transactional.set(partition, known)
  return known
}

const publish = async (partition: number, messages: Message[], next: string, payload: EachBatchPayload) => {
  const send = { topic: floorTopics.stage, acks: -1, compression: ZSTD, messages }
  if (exactlyOnce) {
    const transaction = await (await transactionalOf(partition)).transaction()
    await transaction.send(send)
    await transaction.sendOffsets({ consumerGroupId: group, topics: [{ topic, partitions: [{ partition, offset: next }] }] })
    await transaction.commit()
  } else {
    await plain.send(send)
    await consumer.commitOffsets([{ topic, partition, offset: next }])
  }
  payload.resolveOffset(String(BigInt(next) - 1n))
  await payload.heartbeat()
}

await Promise.all([plain.connect(), consumer.connect()])
await consumer.subscribe({ topic, fromBeginning: true })
await consumer.run({
  autoCommit: false,
  eachBatchAutoResolve: false,
  partitionsConsumedConcurrently: 12,
  async eachBatch(payload) {
    const { messages, partition } = payload.batch
    for (let from = 0; from < messages.length && payload.isRunning() && !payload.isStale(); from += batchRecords) {
      const chunk = messages.slice(from, from + batchRecords)
      const copies = chunk.map(({ key, value, headers = {} }): Message => ({ partition, key, value, headers }))
      await publish(partition, copies, String(BigInt(chunk.at(-1)?.offset ?? '0') + 1n), payload)
    }
  },
})
console.log(JSON.stringify({ msg: 'ready', address: '' }))
const stop = async () => {
  await consumer.disconnect()
  for (const producer of [plain, ...(await Promise.all(transactional.values()))]) await producer.disconnect()
  process.exit(0)
}
process.once('SIGTERM', () => void stop())
