import { describe, expect, it } from 'vitest'
import { UnavailableError } from '@hansard/shared/errors'
import type { OutgoingRecord } from '@hansard/shared/kafka/port'
import { createStore } from './store.ts'

const record = (key: string, size = 10) => ({ key, body: Buffer.alloc(size), headers: {} })

const storeWith = (
  send: (records: readonly OutgoingRecord[]) => Promise<void>,
  more: { maxPendingBytes?: number; groupRecords?: number; groupBytes?: number } = {},
) =>
  createStore({
    producer: { send },
    partitionCount: async () => 3,
    groupMs: 1,
    groupRecords: 500,
    groupBytes: 10_000,
    maxPendingBytes: 1_000,
    stuckAfterMs: 1_000,
    ...more,
  })

describe('the store', () => {
  it('sends at most so many records in one call', async () => {
    const calls: number[] = []
    const store = storeWith(async (records) => void calls.push(records.length), { groupRecords: 4 })
    await Promise.all(Array.from({ length: 10 }, (_, index) => store.add(record(String(index)))))
    expect(calls).toEqual([4, 4, 2])
  })

  it('writes each call into one partition, the next call into the next', async () => {
    const calls: number[][] = []
    const store = storeWith(async (records) => void calls.push(records.map(({ partition }) => partition)), { groupRecords: 2 })
    await Promise.all(Array.from({ length: 8 }, (_, index) => store.add(record(String(index)))))
    expect(calls).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [0, 0],
    ])
  })

  it('waits for no more once a call is large', async () => {
    const calls: number[] = []
    const store = storeWith(async (records) => void calls.push(records.length), { groupBytes: 250 })
    await Promise.all(Array.from({ length: 5 }, (_, index) => store.add(record(String(index), 100))))
    expect(calls).toEqual([3, 2])
  })

  it('refuses what would exceed the memory it may fill, and takes it again once there is room', async () => {
    const acknowledged = Promise.withResolvers<void>()
    const store = storeWith(() => acknowledged.promise)
    const first = store.add(record('a', 600))
    await expect(store.add(record('b', 600))).rejects.toThrow(UnavailableError)
    acknowledged.resolve()
    await first
    await expect(store.add(record('b', 600))).resolves.toBeUndefined()
  })

  it('sends what waits before it closes', async () => {
    const sent: (string | null)[] = []
    const store = createStore({
      producer: { send: async (records) => void sent.push(...records.map(({ key }) => key)) },
      partitionCount: async () => 3,
      groupMs: 3_600_000,
      groupRecords: 500,
      groupBytes: 10_000,
      maxPendingBytes: 1_000,
      stuckAfterMs: 1_000,
    })
    const added = store.add(record('a'))
    await store.close()
    await added
    expect(sent).toEqual(['a'])
  })

  it('fails each record of a call whose topic cannot be asked about', async () => {
    const store = createStore({
      producer: { send: async () => undefined },
      partitionCount: () => Promise.reject(new UnavailableError('kafka', 'gone')),
      groupMs: 1,
      groupRecords: 500,
      groupBytes: 10_000,
      maxPendingBytes: 1_000,
      stuckAfterMs: 1_000,
    })
    await expect(store.add(record('a'))).rejects.toThrow('kafka is unavailable: gone')
  })
})
