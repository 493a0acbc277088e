import { Counter, Gauge, type Registry } from 'prom-client'
import { createBoundCounter, createBoundHistogram } from '@hansard/shared/telemetry/bound-metrics'
import { dependencyGauge } from '@hansard/shared/telemetry/dependency-metrics'

/** What the ingress counts and times besides the specification's metrics (observe.ts). */
export interface IngressMetrics {
  /** A request to a webhook URL has arrived, or was answered. */
  arrived(): void
  answered(platform: string, code: number, bytes: number): void
}

/** The metrics of the way in. `platforms`: those that have routes; their series begin at 0. */
export const createIngressMetrics = (register: Registry, platforms: readonly string[]): IngressMetrics => {
  const inFlight = new Gauge({
    name: 'hansard_ingress_in_flight',
    help: 'Requests to webhook URLs that are not answered yet',
    registers: [register],
  })
  const answers = new Counter({
    name: 'hansard_ingress_answers_total',
    help: 'Answers to requests to webhook URLs, by HTTP status code',
    labelNames: ['platform', 'code'],
    registers: [register],
  })
  const bytes = createBoundCounter<'platform'>(register, {
    name: 'hansard_ingress_received_bytes_total',
    help: 'Bytes of the bodies that arrived whole',
  })
  for (const platform of platforms) {
    answers.inc({ platform, code: '200' }, 0)
    bytes({ platform })
  }
  return {
    arrived: () => inFlight.inc(),
    answered(platform, code, size) {
      inFlight.dec()
      answers.inc({ platform, code: String(code) })
      if (size > 0) bytes({ platform }).inc(size)
    },
  }
}

/** Times Kafka's acknowledgement of groups of deliveries, and tells whether it gives any. */
export const createAcknowledgeMetrics = (register: Registry): ((seconds: number, durable: boolean) => void) => {
  const acknowledgeSeconds = createBoundHistogram<'durable'>(register, {
    name: 'hansard_ingress_acknowledge_seconds',
    help: 'Seconds from handing a group of deliveries to Kafka until all in-sync replicas had it, or it failed',
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 10, 30],
  })
  const [durable, failed] = [acknowledgeSeconds({ durable: 'yes' }), acknowledgeSeconds({ durable: 'no' })]
  const up = dependencyGauge(register)
  return (seconds, isDurable) => {
    ;(isDurable ? durable : failed).observe(seconds)
    up.set({ dependency: 'kafka' }, isDurable ? 1 : 0)
  }
}
