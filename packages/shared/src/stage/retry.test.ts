import { expect, test } from 'vitest'
import { planRetry } from './retry.ts'

const delays = [60, 120, 240, 480]
const now = 1_000_000

test.each([
  [1, { delaySeconds: 60, dueAt: now + 60_000 }],
  [2, { delaySeconds: 120, dueAt: now + 120_000 }],
  [3, { delaySeconds: 240, dueAt: now + 240_000 }],
  [4, { delaySeconds: 480, dueAt: now + 480_000 }],
  [5, undefined],
])('after attempt %i', (attempts, plan) => {
  expect(planRetry(delays, attempts, now)).toEqual(plan)
})

test('a longer wait that was asked for takes the first delay that covers it', () => {
  expect(planRetry(delays, 1, now, now + 100_000)).toEqual({ delaySeconds: 120, dueAt: now + 120_000 })
  expect(planRetry(delays, 3, now, now + 100_000)).toEqual({ delaySeconds: 240, dueAt: now + 240_000 })
})

test('a wait longer than every delay takes the longest', () => {
  expect(planRetry(delays, 1, now, now + 3_600_000)).toEqual({ delaySeconds: 480, dueAt: now + 480_000 })
})
