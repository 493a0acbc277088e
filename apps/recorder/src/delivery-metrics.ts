import { Counter, Histogram, type Registry } from 'prom-client'
import type { JournalEntry } from '@hansard/shared/contracts/contracts.generated'
import { boundedLabel } from '@hansard/shared/telemetry/bounded-label'

/** How a delivery can end. What is processed by the last stage has become part of a meeting. */
const final = new Set(['processed', 'duplicate', 'ignored', 'failed', 'rejected'])
const lastStage = 'merger'

/** Counts how deliveries end, and times those that became part of a meeting, as the journal tells it. An entry that is read twice counts twice. */
export const createDeliveryMetrics = (register: Registry): ((entry: JournalEntry, platform: string | undefined) => void) => {
  const ended = new Counter({
    name: 'hansard_deliveries_ended_total',
    help: 'Deliveries that came to their end, by how they ended',
    labelNames: ['platform', 'outcome'],
    registers: [register],
  })
  const seconds = new Histogram({
    name: 'hansard_end_to_end_seconds',
    help: 'Seconds from the receipt of a delivery until its transcript was part of a meeting on its topic',
    labelNames: ['platform'],
    buckets: [0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3_600, 21_600, 86_400],
    registers: [register],
  })
  const label = boundedLabel(20)
  return ({ stage, status, at, receivedAt }, name = 'unknown') => {
    if (!final.has(status)) return
    const platform = label(name)
    ended.inc({ platform, outcome: status })
    if (stage === lastStage && status === 'processed' && receivedAt !== null)
      seconds.observe({ platform }, Math.max(0, at - receivedAt) / 1_000)
  }
}
