import { expect, test } from 'vitest'
import { createBatcher } from './batcher.ts'

test('gives each caller its own result and flushes a full batch at once', async () => {
  const batches: number[][] = []
  const batcher = createBatcher<number, number>({
    maxItems: 2,
    maxDelayMs: 60_000,
    flush: async (items) => {
      batches.push([...items])
      return items.map((item) => item * 10)
    },
  })
  expect(await Promise.all([batcher.add(1), batcher.add(2)])).toEqual([10, 20])
  expect(batches).toEqual([[1, 2]])
})

test('flushes at once what has become large enough', async () => {
  const batches: string[][] = []
  const batcher = createBatcher<string, void>({
    maxItems: 100,
    maxDelayMs: 60_000,
    fullAt: { size: 5, of: (item) => item.length },
    flush: async (items) => {
      batches.push([...items])
      return items.map(() => undefined)
    },
  })
  await Promise.all(['ab', 'cd', 'e', 'fghijklm', 'no', 'pqr'].map((item) => batcher.add(item)))
  expect(batches).toEqual([['ab', 'cd', 'e'], ['fghijklm'], ['no', 'pqr']])
})

test('flushes an unfinished batch after its delay', async () => {
  const batcher = createBatcher<number, number>({ maxItems: 100, maxDelayMs: 1, flush: async (items) => items })
  expect(await batcher.add(7)).toBe(7)
})

test('an error reaches every caller of its batch and no other', async () => {
  let calls = 0
  const batcher = createBatcher<number, number>({
    maxItems: 2,
    maxDelayMs: 60_000,
    flush: async (items) => {
      if (calls++ === 0) throw new Error('down')
      return items
    },
  })
  const first = await Promise.allSettled([batcher.add(1), batcher.add(2)])
  expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await Promise.all([batcher.add(3), batcher.add(4)])).toEqual([3, 4])
})

test('close flushes what waits', async () => {
  const batcher = createBatcher<number, number>({ maxItems: 100, maxDelayMs: 60_000, flush: async (items) => items })
  const added = batcher.add(1)
  await batcher.close()
  expect(await added).toBe(1)
})

test('a bad item fails alone where its batch may be flushed in halves, at a cost that grows slowly', async () => {
  let flushed = 0
  const batcher = createBatcher<number, number>({
    maxItems: 64,
    maxDelayMs: 60_000,
    divides: (error) => error instanceof RangeError,
    async flush(items) {
      flushed++
      if (items.includes(13)) throw new RangeError('bad item')
      return items
    },
  })
  const results = await Promise.allSettled(Array.from({ length: 64 }, (_, n) => batcher.add(n)))
  expect(results.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))).toEqual([13])
  expect(flushed).toBe(13)
})
