import { Registry } from 'prom-client'
import { describe, expect, test } from 'vitest'
import type { JournalEntry } from '@hansard/shared/contracts/contracts.generated'
import { createDeliveryMetrics } from './delivery-metrics.ts'
import { deliveryOf } from './test-entries.ts'

const entryOf = (stage: string, status: JournalEntry['status']): JournalEntry => ({
  ...deliveryOf().entry(stage, status),
  receivedAt: 1_000,
  at: 4_500,
})
const lines = async (register: Registry) =>
  (await register.metrics()).split('\n').filter((line) => /^hansard_(deliveries|end_to_end_seconds_(sum|count))/.test(line))

describe('what the journal tells of deliveries', () => {
  test('each is counted once, at its end, and timed when it became part of a meeting', async () => {
    const register = new Registry()
    const tell = createDeliveryMetrics(register)
    tell(entryOf('verifier', 'verified'), 'zoom')
    tell(entryOf('transcript-processor', 'processing'), 'zoom')
    tell(entryOf('merger', 'processed'), 'zoom')
    tell(entryOf('deduper', 'duplicate'), 'zoom')
    tell(entryOf('transcript-processor', 'processed'), 'otter')
    expect(await lines(register)).toEqual([
      'hansard_deliveries_ended_total{platform="zoom",outcome="processed"} 1',
      'hansard_deliveries_ended_total{platform="zoom",outcome="duplicate"} 1',
      'hansard_deliveries_ended_total{platform="otter",outcome="processed"} 1',
      'hansard_end_to_end_seconds_sum{platform="zoom"} 3.5',
      'hansard_end_to_end_seconds_count{platform="zoom"} 1',
    ])
  })

  test('whatever the platform is called, there are not many series', async () => {
    const register = new Registry()
    const tell = createDeliveryMetrics(register)
    for (let n = 0; n < 500; n++) tell(entryOf('merger', 'processed'), `platform${n}`)
    expect((await lines(register)).length).toBeLessThan(70)
  })
})
