import type { KafkaRecord } from '../kafka/port.ts'
import { isTraceparent } from '../telemetry/traceparent.ts'
import { header } from './headers.ts'

/** What a record's headers say, as far as they may be believed. */
export interface ReadHeaders {
  /** `topic/partition/offset` where the stage first saw the record. */
  readonly origin: string
  readonly webhookEventId: string | undefined
  readonly traceparent: string | undefined
  /** Epoch milliseconds. */
  readonly receivedAt: number
  /** Attempts made so far, the first included. */
  readonly attempts: number
  /** How often it was put off without an attempt. */
  readonly deferrals: number
  /** Epoch milliseconds before which it must not be handled; 0: now. */
  readonly dueAt: number
  /** Epoch milliseconds before which nobody wants to be asked; 0: none. */
  readonly notBefore: number
  /** Why an input must wait for its turn; undefined on the stage's own topics. */
  readonly deferredFor: string | undefined
  /** How often a person gave it back, and when last (epoch milliseconds); 0: never. */
  readonly redriven: number
  readonly redrivenAt: number
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const origin = /^[\w.-]{1,249}\/\d{1,10}\/\d{1,19}$/
/** Clocks of two machines differ by less. */
const skewMs = 60_000
/** Nothing is counted beyond, neither attempts nor what people do. */
const mostCounted = 100_000
const earliest = 0

/** A whole number from `least` to `most`; `otherwise` where the header is missing or none. */
const within = (text: string | undefined, least: number, most: number, otherwise: number): number => {
  const value = Number(text ?? Number.NaN)
  return Number.isSafeInteger(value) && value >= least && value <= most ? value : otherwise
}

/** The delay (milliseconds) that names a retry topic of the stage; undefined for a topic that is none. */
export const retryDelayMs = (stage: string, topic: string): number | undefined => {
  if (!topic.startsWith(`${stage}.retry.`)) return undefined
  const seconds = /^(\d{1,9}(?:\.\d{1,9})?)s$/.exec(topic.slice(stage.length + '.retry.'.length))?.[1]
  return seconds === undefined ? undefined : Number(seconds) * 1000
}

/**
 * Headers are input like any other: whoever may write to a topic can write any. Numbers have a range, and what makes a record wait is
 * believed on the stage's own retry topics only, for at most the delay of that topic; an input's turn comes at most `deferForMs` after it
 * was received.
 */
export const readHeaders = (
  record: KafkaRecord,
  { stage, now, deferForMs }: { readonly stage: string; readonly now: number; readonly deferForMs: number },
): ReadHeaders => {
  const { topic, partition, offset, headers, timestamp } = record
  const delayMs = retryDelayMs(stage, topic)
  const isOwn = delayMs !== undefined
  const written = timestamp > now + skewMs ? now - (delayMs ?? 0) : timestamp
  const receivedAt = within(headers[header.receivedAt], earliest, now + skewMs, written)
  const own = (name: string, most: number): number => (isOwn ? within(headers[name], 0, most, 0) : 0)
  const [traceparent, id, from] = [headers[header.traceparent], headers[header.webhookEventId], headers[header.origin]]
  const latest = Math.max(receivedAt, own(header.redrivenAt, now + skewMs)) + deferForMs
  const notBefore = within(headers[header.notBefore], 0, Number.MAX_SAFE_INTEGER, 0)
  return {
    origin: isOwn && from !== undefined && origin.test(from) ? from : `${topic}/${partition}/${offset}`,
    webhookEventId: id !== undefined && uuid.test(id) ? id : undefined,
    traceparent: traceparent !== undefined && isTraceparent(traceparent) ? traceparent : undefined,
    receivedAt,
    attempts: own(header.attempts, mostCounted),
    deferrals: own(header.deferrals, mostCounted),
    dueAt: isOwn ? Math.min(within(headers[header.dueAt], 0, Number.MAX_SAFE_INTEGER, 0), written + delayMs) : 0,
    notBefore: Math.min(notBefore, latest),
    deferredFor: isOwn ? undefined : headers[header.deferredFor]?.slice(0, 500),
    redriven: own(header.redriven, mostCounted),
    redrivenAt: own(header.redrivenAt, now + skewMs),
  }
}
