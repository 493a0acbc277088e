import { Counter, Histogram, type Registry } from 'prom-client'
import type { Platform } from '@hansard/platforms/platform'
import type { Recognition } from '@hansard/platforms/recognise'
import type { Logger } from '@hansard/shared/runtime/logger'
import { eventTypeLabel, type Answer } from './answer.ts'

/** How a request to a webhook URL ended. */
export interface Ending {
  readonly platform: Platform
  readonly answer: Answer
  readonly recognition?: Recognition | undefined
  readonly webhookEventId: string
  readonly integrationId?: string | undefined
  readonly remoteAddress: string
  readonly bytes?: number
  readonly seconds: number
  /** What only we should read: why our own side could not do it. */
  readonly trouble?: string | undefined
}

export type Observe = (ending: Ending) => void

/** Counts, times and logs the end of each request: one JSON line, no secret, no body. */
export const createObserve = (metrics: Registry, log: Pick<Logger, 'info' | 'warn'>): Observe => {
  const requests = new Counter({
    name: 'webhook_requests_total',
    help: 'Requests to webhook URLs, by how they ended.',
    labelNames: ['platform', 'event_type', 'status'],
    registers: [metrics],
  })
  const durations = new Histogram({
    name: 'webhook_processing_duration_seconds',
    help: 'From the arrival of a request to its answer.',
    labelNames: ['platform', 'event_type'],
    buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5],
    registers: [metrics],
  })
  return (ending) => {
    const { platform, answer, seconds } = ending
    const labels = { platform: platform.name, event_type: eventTypeLabel(platform, ending.recognition) }
    requests.inc({ ...labels, status: answer.status })
    durations.observe(labels, seconds)
    log[answer.status === 'unavailable' || answer.status === 'error' ? 'warn' : 'info'](logLine(ending), 'delivery')
  }
}

const logLine = ({ platform, answer, recognition, webhookEventId, integrationId, remoteAddress, bytes, seconds, trouble }: Ending) => {
  const known = recognition?.kind === 'event' || recognition?.kind === 'ignored' ? recognition : undefined
  const reason = 'problem' in answer ? answer.problem.detail : answer.body['reason']
  return {
    webhookEventId,
    platform: platform.name,
    status: answer.status,
    code: 'problem' in answer ? answer.problem.status : 200,
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
