import { setTimeout as delay } from 'node:timers/promises'
import type { Kafka as KafkaJs, Transaction } from 'kafkajs'
import type { GroupOffsets } from './at-least-once.ts'
import { errorType } from './group-errors.ts'
import { kafkajs } from './kafkajs.ts'
import { sendAll } from './producer.ts'
import type { OpenSlot } from './slot.ts'
import { forgetPlan, planTransaction } from './transaction-patches.ts'

/** A dead owner's open transaction holds read_committed readers until it is fenced or this has passed. */
const transactionTimeout = 30_000
/** AddPartitionsToTxn waits for the end of the transaction before: short steps. */
export const transactionRetry = { initialRetryTime: 15, maxRetryTime: 1_000, retries: 12 }

/** sendOffsets() is not retried by kafkajs. A coordinator that has moved is remembered for a second: longer than that. */
const offsetsAgain = new Set([
  'CONCURRENT_TRANSACTIONS',
  'GROUP_LOAD_IN_PROGRESS',
  'NOT_COORDINATOR_FOR_GROUP',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
])
const offsetsRetryMs = 10
const offsetsGiveUpMs = 2_000

/**
 * Slots that publish and commit in one Kafka transaction. One transactional id per (group, topic, partition): the offset
 * commit carries no group generation, so only this fences a zombie. `client` must not be the consumer's: sendOffsets() marks
 * the offset as committed, before it is, in a map that all clients of one Kafka object share.
 */
export const exactlyOnce =
  (client: KafkaJs, committed: GroupOffsets['committed'], group: string): OpenSlot =>
  async (topic, partition) => {
    const transactionalId = `${group}.${topic}.${partition}`
    const producer = client.producer({
      transactionalId,
      transactionTimeout,
      allowAutoTopicCreation: false,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      retry: transactionRetry,
    })
    const close = async () => {
      forgetPlan(transactionalId)
      await producer.disconnect().catch(() => undefined)
    }
    try {
      await producer.connect()
      // InitProducerId fences every older producer of this id and returns after its transaction has ended.
      await (await producer.transaction()).abort()
      return {
        // Only now is the committed offset final.
        committed: await committed(topic, partition),
        async commit(outputs, next) {
          planTransaction(transactionalId, outputs)
          const transaction = await producer.transaction()
          // Nothing is aborted when it fails: the next slot's InitProducerId does that.
          await sendAll(transaction, outputs)
          await sendOffsets(transaction, { consumerGroupId: group, topics: [{ topic, partitions: [{ partition, offset: String(next) }] }] })
          await transaction.commit()
        },
        close,
      }
    } catch (error) {
      await close()
      throw error
    }
  }

const sendOffsets = async (transaction: Transaction, offsets: Parameters<Transaction['sendOffsets']>[0]): Promise<void> => {
  for (const until = Date.now() + offsetsGiveUpMs; ; await delay(offsetsRetryMs)) {
    try {
      return await transaction.sendOffsets(offsets)
    } catch (error) {
      if (!offsetsAgain.has(errorType(error) ?? '') || Date.now() > until) throw error
    }
  }
}
