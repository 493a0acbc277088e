// Two more repairs of kafkajs 2.2.4, for transactions. They change prototypes, so the moment of loading does not matter.
import { createRequire } from 'node:module'
import { setTimeout as delay } from 'node:timers/promises'
import type { OutgoingRecord } from './port.ts'

const require = createRequire(import.meta.url)

interface TopicPartitions {
  readonly topic: string
  readonly partitions: readonly number[]
}
interface AddPartitions {
  readonly transactionalId: string
  readonly producerId: string
  readonly producerEpoch: number
  readonly topics: readonly TopicPartitions[]
}
interface Broker {
  addPartitionsToTxn(this: Broker, request: AddPartitions): Promise<unknown>
  isConnected(): boolean
}
interface Plan {
  readonly topics: readonly TopicPartitions[]
  /** Whose transaction it turned out to be: a producer that was shut out may still be sending under the same id. */
  producer: string | undefined
  done: Promise<unknown> | undefined
}

const retryMs = 5
const giveUpMs = 2_000

const plans = new Map<string, Plan>()
const brokerPrototype = (require('kafkajs/src/broker') as { readonly prototype: Broker }).prototype
const addPartitionsToTxn = brokerPrototype.addPartitionsToTxn

/**
 * Each send() of a transaction adds its own partition, and concurrent ones collide with each other and with the end of the
 * transaction before (CONCURRENT_TRANSACTIONS), refreshing metadata at every collision. With a plan the first send adds all partitions and waits here.
 */
brokerPrototype.addPartitionsToTxn = function addPlanned(request) {
  const plan = plans.get(request.transactionalId)
  const producer = `${request.producerId}/${request.producerEpoch}`
  if (plan === undefined || (plan.producer ?? producer) !== producer) return addPartitionsToTxn.call(this, request)
  plan.producer = producer
  const add = async () => {
    for (const until = Date.now() + giveUpMs; ; await delay(retryMs)) {
      try {
        return await addPartitionsToTxn.call(this, { ...request, topics: plan.topics })
      } catch (error) {
        if ((error as { readonly type?: string }).type === 'CONCURRENT_TRANSACTIONS' && Date.now() < until) continue
        plan.done = undefined
        throw error
      }
    }
  }
  return (plan.done ??= add())
}

/** Tells which partitions the next transaction of this id is going to write. */
export const planTransaction = (transactionalId: string, outputs: readonly OutgoingRecord[]): void => {
  const byTopic = Map.groupBy(outputs, ({ topic }) => topic)
  const topics = [...byTopic].map(([topic, records]) => ({ topic, partitions: [...new Set(records.map(({ partition }) => partition))] }))
  plans.set(transactionalId, { topics, producer: undefined, done: undefined })
}

export const forgetPlan = (transactionalId: string): void => void plans.delete(transactionalId)

interface CoordinatorQuestion {
  readonly groupId: string
  readonly coordinatorType?: number
}
interface Cluster {
  knownCoordinators?: Map<string, { readonly broker: Broker; readonly until: number }>
  findGroupCoordinator(this: Cluster, question: CoordinatorQuestion): Promise<Broker>
}

const rememberMs = 1_000
const clusterPrototype = (require('kafkajs/src/cluster') as { readonly prototype: Cluster }).prototype
const findGroupCoordinator = clusterPrototype.findGroupCoordinator

const { KafkaJSError } = require('kafkajs/src/errors') as { readonly KafkaJSError: new (message: string) => Error }

/**
 * kafkajs asks for the coordinator before each step of a transaction: the answer is remembered for a second. That no broker names one, which happens
 * while the last of them goes down, it takes for good, and the consumer does not start anew: here it is something that passes.
 */
clusterPrototype.findGroupCoordinator = async function findRemembered({ groupId, coordinatorType = 0 }) {
  const known = (this.knownCoordinators ??= new Map())
  const name = `${coordinatorType}/${groupId}`
  const remembered = known.get(name)
  if (remembered !== undefined && remembered.until > Date.now() && remembered.broker.isConnected()) return remembered.broker
  const broker = await findGroupCoordinator.call(this, { groupId, coordinatorType }).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'KafkaJSGroupCoordinatorNotFound') throw new KafkaJSError(error.message)
    throw error
  })
  known.set(name, { broker, until: Date.now() + rememberMs })
  return broker
}
