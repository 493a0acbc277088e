import { createClient, kafkajs } from '../kafkajs.ts'
import type { OutgoingRecord } from '../port.ts'
import { quiet } from './cluster.ts'

/** Writes records in one transaction each, as a stage does, and ends it as told. */
export const publishInTransactions = async (
  brokers: readonly string[],
  transactionalId: string,
  transactions: readonly { readonly record: OutgoingRecord; readonly end: 'commit' | 'abort' }[],
): Promise<void> => {
  const producer = createClient({ brokers, clientId: transactionalId, log: quiet }).producer({
    transactionalId,
    maxInFlightRequests: 1,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  })
  await producer.connect()
  try {
    for (const { record, end } of transactions) {
      const transaction = await producer.transaction()
      await transaction.send({
        topic: record.topic,
        compression: kafkajs.CompressionTypes.ZSTD,
        messages: [{ partition: record.partition, key: record.key, value: record.value, headers: { ...record.headers } }],
      })
      await (end === 'commit' ? transaction.commit() : transaction.abort())
    }
  } finally {
    await producer.disconnect()
  }
}
