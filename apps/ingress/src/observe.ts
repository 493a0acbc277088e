import type { Registry } from 'prom-client'
import type { Platform } from '@hansard/platforms/platform'
import type { Recognition } from '@hansard/platforms/recognition'
import type { OutcomeLog } from '@hansard/shared/runtime/bounded-log'
import { traceIdOf } from '@hansard/shared/telemetry/traceparent'
import { createBoundCounter, createBoundHistogram, type BoundCounter, type BoundHistogram } from '@hansard/shared/telemetry/bound-metrics'
import { eventTypeLabel, type Answer, type RequestStatus } from './answer.ts'
import { createIngressMetrics } from './metrics.ts'

/** How a request to a webhook URL ended. */
export interface Ending {
  readonly platform: Platform
  readonly answer: Answer
  readonly recognition?: Recognition | undefined
  readonly webhookEventId: string
  readonly traceparent: string
  readonly integrationId?: string | undefined
  readonly remoteAddress: string
  readonly bytes?: number
  readonly seconds: number
  /** What only we should read: why our own side could not do it. */
  readonly trouble?: string | undefined
}

/** Told of every request to a webhook URL, when it arrives and when it is answered. */
export interface Observe {
  arrived(): void
  ended(ending: Ending): void
}

/** Counts, times and logs each request: one JSON line at its end, no secret, no body. */
export const createObserve = (metrics: Registry, log: OutcomeLog, platforms: readonly Platform[]): Observe => {
  const { arrived, answered } = createIngressMetrics(
    metrics,
    platforms.map(({ name }) => name),
  )
  const specified = createSpecifiedMetrics(metrics)
  // What usually arrives begins at 0: the first request of a new process is an increase, and one that never comes is seen to be missing.
  for (const platform of platforms) for (const eventType of platform.events) specified(platform.name, eventType, 'accepted')
  return {
    arrived,
    ended(ending) {
      const { platform, answer, seconds, bytes = 0 } = ending
      const { requests, durations } = specified(platform.name, eventTypeLabel(platform, ending.recognition), answer.status)
      requests.inc()
      durations.observe(seconds)
      answered(platform.name, codeOf(answer), bytes)
      log[levelOf(answer.status)](logLine(ending), 'delivery')
    },
  }
}

/** What the sender did wrong is its own affair, unless it may be an attack; what we could not do is ours. */
const levelOf = (status: RequestStatus): keyof OutcomeLog => {
  if (status === 'error') return 'error'
  return status === 'unavailable' || status === 'signature_failed' || status === 'unknown_integration' ? 'warn' : 'info'
}

const codeOf = (answer: Answer): number => ('problem' in answer ? answer.problem.status : 200)

interface SpecifiedSeries {
  readonly requests: BoundCounter
  readonly durations: BoundHistogram
}

/** The specification's metrics of requests: their series by platform, event type and status. */
const createSpecifiedMetrics = (metrics: Registry): ((platform: string, eventType: string, status: string) => SpecifiedSeries) => {
  const requests = createBoundCounter<'platform' | 'event_type' | 'status'>(metrics, {
    name: 'webhook_requests_total',
    help: 'Requests to webhook URLs, by how they ended',
  })
  const durations = createBoundHistogram<'platform' | 'event_type'>(metrics, {
    name: 'webhook_processing_duration_seconds',
    help: 'Seconds from the arrival of a request to its answer',
    // Beyond the 5 s at which people are alerted, or a quantile could never be seen to be above them.
    buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10, 30],
  })
  const known = new Map<string, SpecifiedSeries>()
  return (platform, eventType, status) => {
    const key = `${platform}\0${eventType}\0${status}`
    const series = known.get(key) ?? {
      requests: requests({ platform, event_type: eventType, status }),
      durations: durations({ platform, event_type: eventType }),
    }
    known.set(key, series)
    return series
  }
}

const logLine = (ending: Ending) => {
  const { platform, answer, recognition, webhookEventId, traceparent, integrationId, remoteAddress, bytes, seconds, trouble } = ending
  const known = recognition?.kind === 'event' || recognition?.kind === 'ignored' ? recognition : undefined
  const reason = 'problem' in answer ? answer.problem.detail : answer.body['reason']
  return {
    webhookEventId,
    traceId: traceIdOf(traceparent),
    platform: platform.name,
    status: answer.status,
    code: codeOf(answer),
    eventType: (known?.kind === 'event' ? known.event.eventType : known?.eventType)?.slice(0, 100),
    externalId: known?.event?.externalId,
    workspaceId: known?.workspaceId,
    integrationId: known?.integrationId ?? integrationId,
    remoteAddress,
    bytes,
    durationMs: Math.round(seconds * 1_000),
    reason: typeof reason === 'string' ? reason.slice(0, 300) : undefined,
    trouble,
  }
}
