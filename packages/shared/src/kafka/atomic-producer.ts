import type { Kafka as KafkaJs } from 'kafkajs'
import { messageOf, PermanentError, UnavailableError } from '../errors.ts'
import { kafkajs } from './kafkajs.ts'
import type { Producer } from './port.ts'
import { sendAll } from './producer.ts'
import { forgetPlan, planTransaction } from './transaction-patches.ts'

/** What an older producer left open ends after so long at the latest; a newer one ends it at once. */
const transactionTimeout = 30_000

/** The broker's word for: a newer producer of this id exists. */
const takenOver = 'INVALID_PRODUCER_EPOCH'
const isTakenOver = (error: unknown): boolean => {
  const { type, cause } = error as { readonly type?: string; readonly cause?: { readonly type?: string } }
  return type === takenOver || cause?.type === takenOver
}

/** One Kafka transaction for each `send`. `client` must be one for transactions: its retries are short. */
export const createAtomicProducer = async (client: KafkaJs, transactionalId: string): Promise<Producer> => {
  const producer = client.producer({
    transactionalId,
    transactionTimeout,
    allowAutoTopicCreation: false,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  })
  const translated = (error: unknown) =>
    isTakenOver(error)
      ? new PermanentError(`another producer of ${transactionalId} has begun and shut this one out`, { cause: error })
      : new UnavailableError('kafka', messageOf(error), { cause: error })
  const close = async () => {
    forgetPlan(transactionalId)
    await producer.disconnect().catch(() => undefined)
  }
  let failed: Error | undefined

  try {
    await producer.connect()
    // InitProducerId fences every older producer of this id and returns after its transaction has ended.
    await (await producer.transaction()).abort()
  } catch (error) {
    await close()
    throw translated(error)
  }
  return {
    async send(records) {
      if (failed !== undefined) throw failed
      if (records.length === 0) return
      try {
        planTransaction(transactionalId, records)
        const transaction = await producer.transaction()
        // Nothing is aborted when it fails: the next producer of this id does that.
        await sendAll(transaction, records)
        await transaction.commit()
      } catch (error) {
        failed = translated(error)
        throw failed
      }
    },
    close,
  }
}
