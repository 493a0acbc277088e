import { createRequire } from 'node:module'
import { expect, test, vi } from 'vitest'
import { forgetPlan, planTransaction } from './transaction-patches.ts'

const require = createRequire(import.meta.url)

interface AddPartitions {
  readonly transactionalId: string
  readonly producerEpoch?: number
  readonly topics: readonly { readonly topic: string; readonly partitions: readonly number[] }[]
}
/** A kafkajs broker that sends to nobody: `answer` is asked what comes back. */
const brokerThat = (answer: (request: AddPartitions) => unknown) => {
  const { prototype } = require('kafkajs/src/broker') as { readonly prototype: object }
  const send = Object.getOwnPropertySymbols(prototype).find(({ description }) => description?.includes('sendRequest') === true)
  if (send === undefined) throw new Error('kafkajs’ broker is built differently now')
  const broker = Object.assign(Object.create(prototype), { lookupRequest: () => (request: AddPartitions) => request })
  Object.defineProperty(broker, send, { value: async (request: AddPartitions) => answer(request) })
  return broker as { addPartitionsToTxn(request: AddPartitions): Promise<unknown> }
}
const output = (topic: string, partition: number) => ({ topic, partition, key: null, value: null, headers: {} })
const ask = (transactionalId: string, topic: string, partition: number) => ({
  transactionalId,
  topics: [{ topic, partitions: [partition] }],
})

test('the sends of a transaction ask once for all its partitions', async () => {
  const asked: AddPartitions[] = []
  const broker = brokerThat((request) => asked.push(request))
  planTransaction('id', [output('a', 0), output('a', 1), output('b', 0), output('a', 1)])
  await Promise.all([broker.addPartitionsToTxn(ask('id', 'a', 0)), broker.addPartitionsToTxn(ask('id', 'b', 0))])
  expect(asked).toEqual([
    {
      transactionalId: 'id',
      topics: [
        { topic: 'a', partitions: [0, 1] },
        { topic: 'b', partitions: [0] },
      ],
    },
  ])
})

test('the next transaction asks again', async () => {
  const asked: AddPartitions[] = []
  const broker = brokerThat((request) => asked.push(request))
  for (const partition of [0, 1]) {
    planTransaction('id', [output('a', partition)])
    await broker.addPartitionsToTxn(ask('id', 'a', partition))
  }
  expect(asked.map(({ topics }) => topics[0]?.partitions)).toEqual([[0], [1]])
})

test('while the transaction before has not ended it asks again, and passes on every other refusal', async () => {
  const refusals = ['CONCURRENT_TRANSACTIONS', 'CONCURRENT_TRANSACTIONS', 'INVALID_PRODUCER_EPOCH']
  const broker = brokerThat(() => {
    const type = refusals.shift()
    if (type !== undefined) throw Object.assign(new Error(type), { type })
  })
  planTransaction('id', [output('a', 0)])
  await expect(broker.addPartitionsToTxn(ask('id', 'a', 0))).rejects.toThrow('INVALID_PRODUCER_EPOCH')
  await expect(broker.addPartitionsToTxn(ask('id', 'a', 0))).resolves.toBeUndefined()
})

test('a producer that was shut out and still sends gets no part in the transaction of its successor', async () => {
  const asked: AddPartitions[] = []
  const broker = brokerThat((request) => asked.push(request))
  planTransaction('id', [output('a', 0), output('b', 0)])
  await broker.addPartitionsToTxn({ ...ask('id', 'a', 0), producerEpoch: 2 })
  await broker.addPartitionsToTxn({ ...ask('id', 'c', 0), producerEpoch: 1 })
  expect(asked.map(({ producerEpoch, topics }) => ({ producerEpoch, topics: topics.map(({ topic }) => topic) }))).toEqual([
    { producerEpoch: 2, topics: ['a', 'b'] },
    { producerEpoch: 1, topics: ['c'] },
  ])
})

test('what was not planned is asked for as kafkajs does', async () => {
  const asked: AddPartitions[] = []
  const broker = brokerThat((request) => asked.push(request))
  planTransaction('planned', [output('a', 0)])
  forgetPlan('planned')
  await broker.addPartitionsToTxn(ask('planned', 'a', 0))
  await broker.addPartitionsToTxn(ask('unknown', 'b', 1))
  expect(asked.map(({ topics }) => topics)).toEqual([[{ topic: 'a', partitions: [0] }], [{ topic: 'b', partitions: [1] }]])
})

test('remembers a coordinator for a second, as long as it is connected', async () => {
  const { prototype } = require('kafkajs/src/cluster') as { readonly prototype: object }
  let connected = true
  let asked = 0
  const cluster = Object.assign(Object.create(prototype), {
    retrier: (attempt: () => unknown) => attempt(),
    async findGroupCoordinatorMetadata() {
      asked++
      return { coordinator: { nodeId: 1 } }
    },
    findBroker: async () => ({ isConnected: () => connected }),
  }) as { findGroupCoordinator(of: { readonly groupId: string; readonly coordinatorType?: number }): Promise<unknown> }
  await cluster.findGroupCoordinator({ groupId: 'a' })
  await cluster.findGroupCoordinator({ groupId: 'a' })
  expect(asked).toBe(1)
  await cluster.findGroupCoordinator({ groupId: 'a', coordinatorType: 1 })
  await cluster.findGroupCoordinator({ groupId: 'b' })
  expect(asked).toBe(3)
  connected = false
  await cluster.findGroupCoordinator({ groupId: 'a' })
  expect(asked).toBe(4)
  connected = true
  using later = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 1_001)
  await cluster.findGroupCoordinator({ groupId: 'a' })
  expect(asked).toBe(5)
  expect(later).toHaveBeenCalled()
})

test('a coordinator that no broker names is one that is looked for again: a consumer that crashed for it starts anew', async () => {
  const { prototype } = require('kafkajs/src/cluster') as { readonly prototype: object }
  const createRetry = require('kafkajs/src/retry') as (options: object) => unknown
  // No broker answers: kafkajs' pool comes back with nothing.
  const cluster = Object.assign(Object.create(prototype), {
    retrier: createRetry({ retries: 1, initialRetryTime: 1 }),
    brokerPool: { withBroker: async () => undefined },
  }) as { findGroupCoordinator(question: { readonly groupId: string }): Promise<unknown> }
  const error = await cluster.findGroupCoordinator({ groupId: 'group' }).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ message: 'Failed to find group coordinator', retriable: true })
  // What kafkajs judges a crash by is the innermost cause.
  expect(error).toHaveProperty('cause', undefined)
})
