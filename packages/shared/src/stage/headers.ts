import type { KafkaRecord } from '../kafka/port.ts'

/** Names of the record headers Hansard uses. The first four travel with a delivery through every topic. */
export const header = {
  webhookEventId: 'webhook-event-id',
  /** Epoch milliseconds */
  receivedAt: 'received-at',
  traceparent: 'traceparent',
  platform: 'platform',
  /** On records of retry and dead-letter topics: `topic/partition/offset` where the stage first saw it. Never copied to emitted records: it is the stage's own. */
  origin: 'origin',
  /** Attempts made so far, the first included */
  attempts: 'attempts',
  /** How often it was put off without an attempt */
  deferrals: 'deferrals',
  /** Epoch milliseconds before which a retry must not be processed */
  dueAt: 'due-at',
  /** Epoch milliseconds that the other side asked us to wait for; may lie behind dueAt. On an input: when its turn comes */
  notBefore: 'not-before',
  /** Why an input must wait for its turn */
  deferredFor: 'deferred-for',
  errorClass: 'error-class',
  errorMessage: 'error-message',
  /** Same for dead letters of one cause */
  fingerprint: 'fingerprint',
  stage: 'stage',
  /** Epoch milliseconds */
  firstFailedAt: 'first-failed-at',
  lastFailedAt: 'last-failed-at',
  /** How often people gave it back after the stage had given it up, and when last (epoch milliseconds) */
  redriven: 'redriven',
  redrivenAt: 'redriven-at',
  /** On records of retry and dead-letter topics: the value is an envelope of the key ring, bound to the origin */
  sealed: 'value-sealed',
  /** On a dead letter that nobody need look at as a new one: why */
  parked: 'parked',
} as const

const travelling = [header.webhookEventId, header.receivedAt, header.traceparent, header.platform] as const

/** The headers that go with whatever comes of a record. */
export const travellingHeaders = (headers: KafkaRecord['headers']): Readonly<Record<string, string>> => {
  const found: Record<string, string> = {}
  for (const name of travelling) {
    const value = headers[name]
    if (value !== undefined) found[name] = value
  }
  return found
}

/** `topic/partition/offset` where the stage first saw the record. */
export const originOf = ({ topic, partition, offset, headers }: KafkaRecord): string =>
  headers[header.origin] ?? `${topic}/${partition}/${offset}`

/** The topic a record first came from: tells its contract, also while it waits in a retry topic. */
export const topicOfOrigin = (origin: string): string => origin.split('/')[0] ?? origin

/** How often the record was given back to the stage that had given it up. */
export const timesRedriven = (headers: KafkaRecord['headers']): number => numberHeader(headers, header.redriven, 0)

/** A header that holds a number; `otherwise` where it is missing or no number. */
export const numberHeader = (headers: KafkaRecord['headers'], name: string, otherwise: number): number => {
  const value = Number(headers[name] ?? Number.NaN)
  return Number.isFinite(value) ? value : otherwise
}
