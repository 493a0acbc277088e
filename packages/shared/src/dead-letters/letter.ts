import { uuidV5 } from '../ids.ts'
import type { KafkaRecord } from '../kafka/port.ts'
import { fingerprintOf } from '../stage/dead-letter.ts'
import { header, numberHeader, originOf, timesRedriven } from '../stage/headers.ts'

/** A record that a stage gave up, as its headers tell it. */
export interface DeadLetter {
  /** The same for every copy of it: a stage that runs at least once may write a dead letter twice. */
  readonly id: string
  readonly stage: string
  /** `topic/partition/offset` in the stage's dead-letter topic. */
  readonly position: string
  /** `topic/partition/offset` where the stage first saw the record. */
  readonly origin: string
  readonly webhookEventId: string | undefined
  readonly platform: string | undefined
  readonly errorClass: string
  readonly message: string
  readonly fingerprint: string
  readonly attempts: number
  /** Epoch milliseconds. */
  readonly firstFailedAt: number
  readonly lastFailedAt: number
  /** How often it had been given back before it failed this time. */
  readonly redriven: number
  /** Why the stage parked it itself; undefined where it did not. */
  readonly parkedBecause: string | undefined
  /** Of the value. */
  readonly bytes: number
}

/** The identity of a stage's giving up of a record, for the n-th time. */
export const letterId = (stage: string, origin: string, webhookEventId: string | undefined, redriven: number): string =>
  uuidV5('dead-letter', stage, origin, webhookEventId ?? '', String(redriven))

/** Never throws: a record that somebody else put into the topic is a dead letter of an unknown kind. */
export const readLetter = (stage: string, record: KafkaRecord): DeadLetter => {
  const { headers, topic, partition, offset, timestamp, value } = record
  const [origin, redriven, webhookEventId] = [originOf(record), timesRedriven(headers), headers[header.webhookEventId]]
  const failure = { errorClass: headers[header.errorClass] ?? 'unknown', message: headers[header.errorMessage] ?? 'no message was given' }
  const lastFailedAt = numberHeader(headers, header.lastFailedAt, timestamp)
  return {
    id: letterId(stage, origin, webhookEventId, redriven),
    stage,
    position: `${topic}/${partition}/${offset}`,
    origin,
    webhookEventId,
    platform: headers[header.platform],
    ...failure,
    fingerprint: headers[header.fingerprint] ?? fingerprintOf(stage, failure),
    attempts: numberHeader(headers, header.attempts, 0),
    firstFailedAt: numberHeader(headers, header.firstFailedAt, lastFailedAt),
    lastFailedAt,
    redriven,
    parkedBecause: headers[header.parked],
    bytes: value?.length ?? 0,
  }
}
