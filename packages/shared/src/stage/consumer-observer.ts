import type { ConsumerObserver } from '../kafka/port.ts'
import type { App } from '../runtime/app.ts'
import { createConsumerMetrics } from './consumer-metrics.ts'

/** Measures and traces what a stage's consumer does. */
export const createConsumerObserver = ({ metrics, tracing }: Pick<App, 'metrics' | 'tracing'>, stage: string): ConsumerObserver => {
  const measured = createConsumerMetrics(metrics, stage)
  if (tracing === undefined) return measured
  return {
    ...measured,
    onCommit(seconds, committed, outputs) {
      measured.onCommit(seconds, committed, outputs)
      tracing.sent(`${stage} publish`, outputs, seconds, committed)
    },
  }
}
