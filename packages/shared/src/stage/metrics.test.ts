import { Registry } from 'prom-client'
import { describe, expect, test } from 'vitest'
import { createConsumerMetrics } from './consumer-metrics.ts'
import { createStageMetrics } from './metrics.ts'

const seriesIn = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))

describe('the metrics of a stage', () => {
  test('begin at 0 where an alert looks at their increase', async () => {
    const register = new Registry()
    createStageMetrics(register, 'deduper', [60])
    createConsumerMetrics(register, 'deduper')
    const text = await register.metrics()
    for (const line of [
      'hansard_stage_halted{stage="deduper"} 0',
      'hansard_stage_dead_letters_total{stage="deduper",error_class="PermanentError"} 0',
      'hansard_stage_retries_total{stage="deduper",delay="60"} 0',
      'hansard_stage_transactions_total{stage="deduper",result="failed"} 0',
      'hansard_stage_drain_seconds_count{stage="deduper"} 0',
    ])
      expect(text).toContain(line)
  })

  test('are not many, however many platforms and error classes records and libraries invent', async () => {
    const register = new Registry()
    const metrics = createStageMetrics(register, 'deduper', [60])
    for (let n = 0; n < 2_000; n++) metrics.gaveUp(`unexpected.Error${n}`, `platform${n}`)
    metrics.gaveUp('unexpected."}\n', 'a"} 1\nhansard_injected')
    const series = seriesIn(await register.metrics())
    // 31 classes here, and 31 classes of 21 platforms at the very most in the specification's.
    expect(series.filter((line) => line.startsWith('hansard_stage_dead_letters_total')).length).toBeLessThanOrEqual(35)
    expect(series.filter((line) => line.startsWith('webhook_failures_total')).length).toBeLessThanOrEqual(31 * 21)
    expect(series.join('\n')).not.toContain('injected')
  })
})
