import { Histogram, type Registry } from 'prom-client'
import type { ConsumerObserver } from '../kafka/port.ts'
import { createBoundCounter, createBoundHistogram } from '../telemetry/bound-metrics.ts'

/** What a stage's consumer tells: transactions (of a stage that runs at least once: publishing and committing), rebalances, and how long it lets go. */
export const createConsumerMetrics = (register: Registry, stage: string): ConsumerObserver => {
  const transactions = createBoundCounter<'stage' | 'result'>(register, {
    name: 'hansard_stage_transactions_total',
    help: 'Batches whose outputs were published and whose offsets were committed together, or were not',
  })
  const [committed, failed] = [transactions({ stage, result: 'committed' }), transactions({ stage, result: 'failed' })]
  const seconds = createBoundHistogram<'stage'>(register, {
    name: 'hansard_stage_transaction_seconds',
    help: 'Seconds it took to publish and commit a batch',
    buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5, 15],
  })({ stage })
  const rebalances = createBoundCounter<'stage'>(register, {
    name: 'hansard_stage_rebalances_total',
    help: 'How often the group dealt its partitions out anew, as this process saw it',
  })({ stage })
  const drain = new Histogram({
    name: 'hansard_stage_drain_seconds',
    help: 'Seconds from the loss of a partition until the batch in hand had ended and its slot was closed',
    labelNames: ['stage'],
    buckets: [0.01, 0.05, 0.2, 0.5, 1, 2, 5, 10, 30],
    registers: [register],
  })
  drain.zero({ stage })
  return {
    onCommit(took, ok) {
      ;(ok ? committed : failed).inc()
      seconds.observe(took)
    },
    onRebalance: () => rebalances.inc(),
    onDrained: (took) => drain.observe({ stage }, took),
  }
}
