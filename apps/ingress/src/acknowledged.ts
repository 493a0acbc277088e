import type { App } from '@hansard/shared/runtime/app'
import { createAcknowledgeMetrics } from './metrics.ts'
import type { RawRecord } from './store.ts'

/** Measures and traces the sending of deliveries to Kafka. */
export const observeAcknowledged = ({
  metrics,
  tracing,
}: Pick<App, 'metrics' | 'tracing'>): ((seconds: number, durable: boolean, records: readonly RawRecord[]) => void) => {
  const measure = createAcknowledgeMetrics(metrics)
  return (seconds, durable, records) => {
    measure(seconds, durable)
    tracing?.sent('ingress publish', records, seconds, durable)
  }
}
