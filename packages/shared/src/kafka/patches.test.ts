import { createRequire } from 'node:module'
import { expect, test, vi } from 'vitest'
// Loads kafkajs with its patches.
import { kafkajs } from './kafkajs.ts'
import { withoutAborted } from './patches.ts'

const require = createRequire(import.meta.url)

const record = (offset: number, producerId: string, key = 'k') => ({
  offset: String(offset),
  key: Buffer.from(key),
  isControlRecord: false,
  batchContext: { producerId, inTransaction: true },
})
const marker = (offset: number, producerId: string, type = 0) => ({
  ...record(offset, producerId),
  key: Buffer.from([0, 0, 0, type]),
  isControlRecord: true,
})
const visible = (
  messages: readonly ReturnType<typeof record>[],
  abortedTransactions: readonly { producerId: string; firstOffset: string }[],
) => withoutAborted({ messages, abortedTransactions }).flatMap(({ offset, isControlRecord }) => (isControlRecord ? [] : [Number(offset)]))

test('hides aborted records when transactions abort nested in each other', () => {
  const messages = [record(10, 'A'), record(11, 'B'), record(12, 'A'), marker(13, 'B'), record(14, 'A'), marker(15, 'A')]
  expect(
    visible(messages, [
      { producerId: 'B', firstOffset: '11' },
      { producerId: 'A', firstOffset: '10' },
    ]),
  ).toEqual([])
})

test('hides aborted records when the fetch begins in the middle of several transactions', () => {
  const messages = [record(12, 'B'), record(13, 'A'), record(14, 'B'), marker(15, 'A'), marker(16, 'B')]
  expect(
    visible(messages, [
      { producerId: 'A', firstOffset: '5' },
      { producerId: 'B', firstOffset: '6' },
    ]),
  ).toEqual([])
})

test('does not take a record whose key is 00000000 for the end of an abort', () => {
  const messages = [record(10, 'A'), { ...record(11, 'A'), key: Buffer.from([0, 0, 0, 0]) }, record(12, 'A'), marker(13, 'A')]
  expect(visible(messages, [{ producerId: 'A', firstOffset: '10' }])).toEqual([])
})

test('shows what was committed, before, between and after aborted transactions', () => {
  const messages = [record(1, 'A'), marker(2, 'A', 1), record(3, 'A'), record(4, 'B'), marker(5, 'A'), marker(6, 'B', 1), record(7, 'A')]
  expect(visible(messages, [{ producerId: 'A', firstOffset: '3' }])).toEqual([1, 4, 7])
})

test('kafkajs uses the repaired filter', () => {
  expect(kafkajs.Kafka).toBeDefined()
  expect(require('kafkajs/src/consumer/filterAbortedMessages')).toBe(withoutAborted)
})

test('an idle connection keeps no timer', () => {
  const queue = Object.create(require('kafkajs/src/network/requestQueue').prototype)
  Object.assign(queue, { pending: [], throttleCheckTimeoutId: null })
  queue.scheduleCheckPendingRequests()
  expect(queue.throttleCheckTimeoutId).toBeNull()
})

test('what times out is found within a second of its time, and what does not is left alone', () => {
  vi.useFakeTimers()
  try {
    const timedOut: number[] = []
    const request = (number: number, requestTimeout: number) =>
      [number, { sentAt: Date.now(), requestTimeout, timeoutRequest: () => timedOut.push(number) }] as const
    const queue = Object.create(require('kafkajs/src/network/requestQueue').prototype)
    Object.assign(queue, { enforceRequestTimeout: true, requestTimeout: 15_000, requestTimeoutIntervalId: null, isConnected: () => true })
    queue.inflight = new Map([request(1, 15_000), request(2, 30_000)])
    queue.scheduleRequestTimeoutCheck()
    vi.advanceTimersByTime(15_000)
    expect(timedOut).toEqual([])
    vi.advanceTimersByTime(1_000)
    expect(timedOut).toEqual([1])
    expect(vi.getTimerCount()).toBe(1)
    queue.isConnected = () => false
    vi.advanceTimersByTime(1_000)
    expect(vi.getTimerCount()).toBe(0)
  } finally {
    vi.useRealTimers()
  }
})

type Answer = readonly { readonly partition: number; readonly messages: readonly unknown[] }[]

/** What kafkajs' own fetch asks of the group that it belongs to. */
const groupFetching = (answers: () => Answer, onWait: (ms: number) => void) => ({
  maxWaitTime: 2_000,
  cluster: {
    refreshMetadataIfNecessary: async () => undefined,
    findBroker: async () => ({
      async fetch({ maxWaitTime }: { readonly maxWaitTime: number }) {
        onWait(maxWaitTime)
        const partitions = answers().map((each) => ({ ...each, highWatermark: '9', preferredReadReplica: -1 }))
        return { responses: [{ topicName: 't', partitions }] }
      },
    }),
  },
  checkForStaleAssignment: () => undefined,
  subscriptionState: { assigned: () => [{ topic: 't', partitions: [0, 1, 2] }], isPaused: () => false },
  filterPartitionsByNode: (_node: number, assigned: unknown) => assigned,
  seekOffsets: async () => undefined,
  seekOffset: { has: () => false },
  offsetManager: { committedOffsets: () => ({ t: ['0', '0', '0'] }), nextOffset: () => 0 },
  getActiveTopicPartitions: () => ({ t: new Set([0, 1, 2]) }),
  preferredReadReplicasPerTopicPartition: {},
})
const consumerGroup = require('kafkajs/src/consumer/consumerGroup') as {
  readonly prototype: { fetch(nodeId: number): Promise<readonly { readonly partition: number }[]> }
}

test('a fetch hands on what holds anything, markers of transactions included, and no partition that had nothing', async () => {
  const group = groupFetching(
    () => [
      { partition: 0, messages: [] },
      { partition: 1, messages: [marker(5, 'A', 1)] },
      { partition: 2, messages: [record(8, 'A')] },
    ],
    () => undefined,
  )
  expect((await consumerGroup.prototype.fetch.call(group as never, 0)).map(({ partition }) => partition)).toEqual([1, 2])
})

test('a broker holds a fetch the longer, the longer nothing came, and no longer than was configured', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  try {
    const waits: number[] = []
    let answer: Answer = []
    const group = groupFetching(
      () => answer,
      (ms) => waits.push(ms),
    )
    const fetchAfter = async (ms: number) => {
      vi.setSystemTime(Date.now() + ms)
      await consumerGroup.prototype.fetch.call(group as never, 0)
    }
    await fetchAfter(0)
    await fetchAfter(10_000)
    await fetchAfter(60_000)
    answer = [{ partition: 0, messages: [record(8, 'A')] }]
    await fetchAfter(0)
    await fetchAfter(1_000)
    expect(waits).toEqual([250, 1_000, 2_000, 2_000, 250])
  } finally {
    vi.useRealTimers()
  }
})
