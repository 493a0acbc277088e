import type { JournalEntry } from '../contracts/contracts.generated.ts'
import type { KafkaRecord, OutgoingRecord } from '../kafka/port.ts'
import { partitionOf } from '../kafka/partition.ts'
import type { Codec } from '../registry/codec.ts'
import type { OutcomeLog } from '../runtime/bounded-log.ts'
import { traceIdOf } from '../telemetry/traceparent.ts'
import { deadLetterTopicName, journal, retryTopicName } from '../topics.ts'
import { fingerprintOf, type Failure } from './dead-letter.ts'
import { header, timesRedriven, travellingHeaders } from './headers.ts'
import { journalEntry } from './journal.ts'
import { isSealable, sealedValue } from './sealed-values.ts'
import type { StageMetrics } from './metrics.ts'
import type { RetryPlan } from './retry.ts'
import type { Context, Outcome, Outgoing, Stage, Status } from './stage.ts'

export interface OutputOptions {
  readonly codec: Codec
  /** Partitions of every topic the stage may write. */
  partitionCount(topic: string): number
  readonly log: OutcomeLog
  readonly metrics: StageMetrics
  /** Epoch milliseconds. */
  now(): number
}

/** The records that a record's end comes to. */
export interface Outputs {
  emitted(record: KafkaRecord, messages: readonly Outgoing[]): readonly OutgoingRecord[]
  journaled(record: KafkaRecord, context: Context, outcome: Outcome): readonly OutgoingRecord[]
  /** To the retry topic of the plan. `spent`: whether this was an attempt. */
  retried(
    record: KafkaRecord,
    context: Context,
    failure: Failure,
    wait: { readonly plan: RetryPlan; readonly notBefore: number; readonly spent: boolean },
  ): readonly OutgoingRecord[]
  /** To the same stage's retry topic again, silently: it was asked to wait for longer than the longest delay. */
  waitsOn(record: KafkaRecord, context: Context, plan: RetryPlan): readonly OutgoingRecord[]
  /** To the same stage's retry topic, before anybody has looked at it: it came with a time at which its turn comes, and says why. */
  takesTurn(
    record: KafkaRecord,
    context: Context,
    plan: RetryPlan,
    turn: { readonly reason: string; readonly notBefore: number },
  ): readonly OutgoingRecord[]
  deadLetter(record: KafkaRecord, context: Context, failure: Failure, status: 'failed' | 'rejected'): readonly OutgoingRecord[]
}

/** An entry that cannot be written says at least how the record ended: a record's end must not depend on what it says. */
const encodedOr = (entry: JournalEntry, encode: (entry: JournalEntry) => Buffer): Buffer => {
  try {
    return encode(entry)
  } catch {
    return encode({ ...entry, reason: 'its reason and details could not be written', details: {}, webhook: null, receivedAt: null })
  }
}

/** A person must look at what failed for good, and may want to know of what did not go as it should. */
const levelOf = (status: Status): keyof OutcomeLog => {
  if (status === 'failed') return 'error'
  return status === 'rejected' || status === 'retrying' ? 'warn' : 'info'
}

export const createOutputs = <Event>(stage: Stage<Event>, { codec, partitionCount, log, metrics, now }: OutputOptions): Outputs => {
  /** A record in one of the stage's own topics: same key and bytes, headers set, not appended, the input's partition number. */
  const moved = (record: KafkaRecord, context: Context, topic: string, extra: Readonly<Record<string, string>>): OutgoingRecord => {
    const sealed = stage.keyRing !== undefined && isSealable(record)
    return {
      topic,
      partition: record.partition % partitionCount(topic),
      key: record.key,
      value: sealed ? sealedValue(stage.keyRing, record.value, context.origin) : record.value,
      headers: { ...record.headers, [header.origin]: context.origin, ...(sealed && { [header.sealed]: '1' }), ...extra },
    }
  }

  const failed = (record: KafkaRecord, failure: Failure) => ({
    [header.errorClass]: failure.errorClass,
    [header.errorMessage]: failure.message,
    [header.firstFailedAt]: record.headers[header.firstFailedAt] ?? String(now()),
    [header.lastFailedAt]: String(now()),
  })

  const journaled: Outputs['journaled'] = (record, context, outcome) => {
    metrics.handled(outcome.status)
    const { webhookEventId, attempt, origin } = context
    const traceId = traceIdOf(context.traceparent)
    const line = { webhookEventId, traceId, outcome: outcome.status, reason: outcome.reason, attempt, origin, ...outcome.details }
    log[levelOf(outcome.status)](line, 'handled')
    if (stage.journaled === false) return []
    const entry = journalEntry(stage.name, context, outcome, now())
    const encode = (value: typeof entry): Buffer => codec.encode(journal.contract, journal.name, value)
    return [
      {
        topic: journal.name,
        // The input's partition number, not the key's: a batch then touches one journal partition.
        partition: record.partition % partitionCount(journal.name),
        key: entry.webhookEventId,
        value: encodedOr(entry, encode),
        headers: travellingHeaders(record.headers),
      },
    ]
  }

  return {
    journaled,
    emitted: (record, messages) =>
      messages.map(({ topic, key, value }) => ({
        topic: topic.name,
        partition: partitionOf(key, partitionCount(topic.name)),
        key,
        value: codec.encode(topic.contract, topic.name, value),
        headers: travellingHeaders(record.headers),
      })),
    retried(record, context, failure, { plan, notBefore, spent }) {
      if (spent) metrics.retried(plan.delaySeconds)
      else metrics.deferred()
      const waiting = moved(record, context, retryTopicName(stage.name, plan.delaySeconds), {
        ...failed(record, failure),
        [header.attempts]: String(spent ? context.attempt : context.attempt - 1),
        [header.deferrals]: String(context.deferrals + (spent ? 0 : 1)),
        [header.dueAt]: String(plan.dueAt),
        [header.notBefore]: String(notBefore),
      })
      const details = { errorClass: failure.errorClass, retryAt: new Date(plan.dueAt).toISOString() }
      return [waiting, ...journaled(record, context, { status: 'retrying', reason: failure.message, details })]
    },
    waitsOn: (record, context, plan) => [
      moved(record, context, retryTopicName(stage.name, plan.delaySeconds), { [header.dueAt]: String(plan.dueAt) }),
    ],
    takesTurn(record, context, plan, { reason, notBefore }) {
      metrics.deferred()
      const waiting = moved(record, context, retryTopicName(stage.name, plan.delaySeconds), {
        [header.deferrals]: String(context.deferrals + 1),
        [header.dueAt]: String(plan.dueAt),
      })
      const details = { errorClass: 'NotYetError', retryAt: new Date(Math.max(plan.dueAt, notBefore)).toISOString() }
      return [waiting, ...journaled(record, context, { status: 'retrying', reason, details })]
    },
    deadLetter(record, context, failure, status) {
      const topic = deadLetterTopicName(stage.name)
      const fingerprint = fingerprintOf(stage.name, failure)
      metrics.gaveUp(failure.errorClass, record.headers[header.platform])
      const letter = moved(record, context, topic, {
        ...failed(record, failure),
        [header.attempts]: String(context.attempt),
        [header.stage]: stage.name,
        [header.fingerprint]: fingerprint,
        // Somebody has looked at it already: it is not given back again with the others of its kind.
        ...(timesRedriven(record.headers) > 0 && { [header.parked]: 'it failed again after it had been given back' }),
      })
      const details = { errorClass: failure.errorClass, fingerprint, deadLetter: topic }
      return [letter, ...journaled(record, context, { status, reason: failure.message, details })]
    },
  }
}
