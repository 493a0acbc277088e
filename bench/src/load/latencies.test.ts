import { expect, test } from 'vitest'
import { createLatencies } from './latencies.ts'

test('an answer that held back the requests after it counts for each of them', () => {
  const [closed, paced] = [createLatencies(undefined), createLatencies(1_000)]
  for (const latencies of [closed, paced]) {
    for (let n = 0; n < 96; n++) latencies.add(1)
    latencies.add(4_000)
  }
  expect(closed.summary().p99).toBeCloseTo(4_000, -2)
  expect(closed.summary().p95).toBeCloseTo(1, 1)
  // 4 s, 3 s, 2 s and 1 s: four of a hundred.
  expect(paced.summary().p50).toBeCloseTo(1, 1)
  expect(paced.summary().mean).toBeCloseTo((96 + 10_000) / 100, 0)
})
