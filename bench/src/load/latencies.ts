import { build } from 'hdr-histogram-js'
import type { Latency } from './load.ts'

export interface Latencies {
  /** `ms`: from sending to the answer. */
  add(ms: number): void
  summary(): Latency
}

/**
 * An HDR histogram in microseconds. `intervalMs`: a connection sends so often; an answer that takes longer held back the requests after it, and
 * each of these counts as having waited for the rest of that time (Gil Tene's correction for coordinated omission).
 */
export const createLatencies = (intervalMs: number | undefined): Latencies => {
  const histogram = build({ lowestDiscernibleValue: 1, highestTrackableValue: 120_000_000, numberOfSignificantValueDigits: 3 })
  const at = (percentile: number) => histogram.getValueAtPercentile(percentile) / 1_000
  return {
    add(ms) {
      const value = Math.max(1, Math.round(ms * 1_000))
      if (intervalMs === undefined) histogram.recordValue(value)
      else histogram.recordValueWithExpectedInterval(value, intervalMs * 1_000)
    },
    summary: () => ({ mean: histogram.mean / 1_000, p50: at(50), p95: at(95), p99: at(99), max: at(100) }),
  }
}
