import { expect, test } from 'vitest'
import { chainResult } from './chain-report.ts'

test('a heap is told by the least of its third and of its last minute: what collections leave', () => {
  const memory = Array.from({ length: 300 }, (_, index) => {
    const seconds = index * 2
    // Between collections, every half a minute, it grows by 30 MB; what they leave grows by 1 MB a minute.
    return { seconds, bytes: { merger: 2e8, kafka: 4e8 }, heap: { merger: 4e7 + (seconds % 30) * 1e6 + Math.floor(seconds / 60) * 1e6 } }
  })
  const { tables } = chainResult({ runs: [], sustained: {}, memory, failures: [] })
  expect(tables.at(-1)?.rows).toEqual([
    ['merger', '200', '200', '0', '42', '49'],
    ['kafka', '400', '400', '0', '', ''],
  ])
})
