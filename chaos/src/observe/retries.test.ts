import type { JournalEntry } from '@hansard/shared/contracts/contracts.generated'
import { expect, test } from 'vitest'
import { retryTimes } from './retries.ts'

const entry = (at: number, status: string, retryAt?: number): JournalEntry => ({
  entryId: `${at} ${status}`,
  webhookEventId: null,
  stage: 's',
  status,
  reason: null,
  at,
  receivedAt: 0,
  attempt: 1,
  origin: 't/0/1',
  traceparent: null,
  details: retryAt === undefined ? {} : { retryAt: new Date(retryAt).toISOString() },
  webhook: null,
})

test('counts attempts before their time, and long after it', () => {
  const entries = [entry(0, 'retrying', 1_000), entry(999, 'retrying', 5_000), entry(5_040, 'retrying', 10_000), entry(12_001, 'processed')]
  expect(retryTimes(entries, [])).toEqual({ count: 3, early: 1, late: 1, latest: 2_001, disturbed: 0 })
})

test('lateness while something was wrong says nothing', () => {
  const entries = [entry(0, 'retrying', 10_000), entry(30_000, 'processed')]
  const during = (disturbs: string) => retryTimes(entries, [{ at: 11_000, until: 29_000, disturbs }])
  for (const disturbs of ['all', 's']) expect(during(disturbs)).toEqual({ count: 1, early: 0, late: 0, latest: 0, disturbed: 1 })
  for (const disturbs of ['none', 'other']) expect(during(disturbs)).toMatchObject({ late: 1, latest: 20_000, disturbed: 0 })
})

test('an entry that was read twice is one', () => {
  const entries = [entry(0, 'retrying', 1_000), entry(0, 'retrying', 1_000), entry(1_100, 'processed')]
  expect(retryTimes(entries, [])).toMatchObject({ count: 1, early: 0, latest: 100 })
})
