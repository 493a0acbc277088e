import { Registry } from 'prom-client'
import { describe, expect, test } from 'vitest'
import type { KafkaRecord, UnreadRecords } from '@hansard/shared/kafka/port'
import { createLagMetrics, dueAgeSeconds } from './lag.ts'

const record = (timestamp: number, headers: Readonly<Record<string, string>> = {}): KafkaRecord => ({
  topic: 'any',
  partition: 0,
  offset: 0n,
  key: null,
  value: null,
  headers,
  timestamp,
})

describe('the age of what may be processed now', () => {
  test.each([
    ['nothing to read', [], 0],
    ['the oldest of several', [record(9_000), record(4_000)], 6],
    ['a retry counts from when it was due', [record(1_000, { 'due-at': '7000' })], 3],
    ['a retry that is not due is no lag', [record(1_000, { 'due-at': '70000' })], 0],
    ['a clock that runs ahead is no lag', [record(12_000)], 0],
  ])('%s', (_, firsts, age) => expect(dueAgeSeconds(firsts, 10_000)).toBe(age))
})

test('a stage’s lag is what waits in its inputs; its age is also that of retries that are due', async () => {
  const register = new Registry()
  const unread = async (group: string, topics: readonly string[]): Promise<readonly UnreadRecords[]> =>
    group !== 'deduper'
      ? topics.map((topic) => ({ topic, partition: 0, count: 0, first: undefined }))
      : [
          { topic: 'webhooks.verified.v1', partition: 0, count: 3, first: record(95_000) },
          { topic: 'webhooks.verified.v1', partition: 1, count: 4, first: record(98_000) },
          { topic: 'deduper.retry.60s', partition: 0, count: 50, first: record(10_000, { 'due-at': '80000' }) },
          { topic: 'deduper.retry.120s', partition: 0, count: 50, first: record(10_000, { 'due-at': '180000' }) },
        ]
  await createLagMetrics({ register, kafka: { unread }, retryDelays: [60, 120], now: () => 100_000 }).refresh()
  const text = await register.metrics()
  expect(text).toContain('hansard_stage_lag_records{stage="deduper"} 7')
  expect(text).toContain('hansard_stage_due_age_seconds{stage="deduper"} 20')
  expect(text).toContain('hansard_stage_lag_records{stage="verifier"} 0')
  expect(text).toContain('hansard_stage_due_age_seconds{stage="verifier"} 0')
})
