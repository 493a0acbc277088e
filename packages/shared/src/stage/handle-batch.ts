import { setTimeout as delay } from 'node:timers/promises'
import { type Dependency, NotYetError, PermanentError, TransientError, UnavailableError } from '../errors.ts'
import type { Batch, BatchResult, KafkaRecord, OutgoingRecord } from '../kafka/port.ts'
import type { BatchSpan, Tracing } from '../telemetry/tracing.ts'
import { forEachByKey } from './by-key.ts'
import { failureOf, type Failure } from './dead-letter.ts'
import { header, numberHeader, originOf, timesRedriven, topicOfOrigin } from './headers.ts'
import type { DeadLetterLimiter } from './limiter.ts'
import { createOutputs, type OutputOptions } from './outputs.ts'
import { planDeferral, planRetry } from './retry.ts'
import { openedValue } from './sealed-values.ts'
import type { Context, Stage, Status, Topic } from './stage.ts'

export interface EngineOptions extends OutputOptions {
  /** Aborted when the process is asked to stop: nothing waits for a dependency any longer. */
  readonly stopping: AbortSignal
  /** Milliseconds between tries while records wait in place: first, and at most. */
  readonly waiting: { readonly first: number; readonly most: number }
  readonly limiter: DeadLetterLimiter
  readonly tracing?: Tracing | undefined
  /** Milliseconds after which a batch takes on no further records: what is done is published, the rest is delivered again. */
  readonly batchMs: number
  /** For how long (milliseconds after receipt, or after it was given back) a record may be put off without spending attempts. */
  readonly deferForMs: number
  /** Records wait for it, from now on. */
  onUnavailable(dependency: Dependency, detail: string): void
  /** Most recent records would have been dead letters: the stage stands still. */
  onHalt(detail: string): void
}

/** How a record ended and what to publish for it; `wait`: undecided, to be tried again in place. */
type Settled = 'wait' | Ended
interface Ended {
  readonly outputs: readonly OutgoingRecord[]
  /** `dropped`: a second copy, which the journal is not told of. */
  readonly outcome: Status | 'dropped'
  readonly failure?: string
}

/** What the records of a batch share. `leave`: aborted when nothing may wait any longer. */
interface OfBatch {
  readonly signal: AbortSignal
  readonly leave: AbortSignal
  readonly batch: BatchSpan | undefined
}

/** The engine: makes of a stage the handler of batches that Kafka's port asks for. */
export const createBatchHandler = <Event>(stage: Stage<Event>, options: EngineOptions): ((batch: Batch) => Promise<BatchResult>) => {
  const { codec, metrics, now, limiter } = options
  const inputs = new Map(stage.inputs.map((topic) => [topic.name, topic]))
  const outputs = createOutputs(stage, options)

  const inputOf = (origin: string): Topic<Event> => {
    const topic = inputs.get(topicOfOrigin(origin))
    if (topic === undefined) throw new PermanentError(`its origin ${origin} is no input of ${stage.name}`)
    return topic
  }

  const giveUp = (record: KafkaRecord, context: Context, failure: Failure, status: 'failed' | 'rejected'): Settled => {
    // What was given back and fails again was a dead letter before: it says nothing about the topic.
    if (timesRedriven(record.headers) > 0 || limiter.admits()) {
      return { outputs: outputs.deadLetter(record, context, failure, status), outcome: status, failure: failure.message }
    }
    options.onHalt(`most recent records of ${stage.name} would be dead letters, the last one for: ${failure.message}`)
    return 'wait'
  }

  const tryLater = (record: KafkaRecord, context: Context, error: unknown): Settled => {
    const failure = failureOf(error)
    const spent = !(error instanceof NotYetError)
    const notBefore = error instanceof TransientError ? (error.retryAt ?? 0) : 0
    const deferrable = numberHeader(record.headers, header.redrivenAt, context.receivedAt) + options.deferForMs
    const plan = spent
      ? planRetry(stage.retryDelays, context.attempt, now(), notBefore)
      : planDeferral(stage.retryDelays, context.deferrals, now(), notBefore, deferrable)
    if (plan === undefined) return giveUp(record, context, failure, 'failed')
    limiter.ended()
    const retried = outputs.retried(record, context, failure, { plan, notBefore, spent })
    return { outputs: retried, outcome: 'retrying', failure: failure.message }
  }

  const decide = async (record: KafkaRecord, context: Context): Promise<Settled> => {
    const topic = inputOf(context.origin)
    const value = stage.keyRing === undefined ? record.value : openedValue(stage.keyRing, record, context.origin)
    const event = await codec.decode(topic.contract, value)
    const decision = await stage.handle(event, context)
    if (decision.kind === 'reject') return giveUp(record, context, { errorClass: 'Rejected', message: decision.reason }, 'rejected')
    limiter.ended()
    const journaled = decision.journal === undefined ? [] : outputs.journaled(record, context, decision.journal)
    const emitted = decision.kind === 'emit' ? outputs.emitted(record, decision.messages) : []
    return { outputs: [...emitted, ...journaled], outcome: decision.journal?.status ?? 'dropped' }
  }

  /** One try: whatever is thrown becomes what to do. */
  const attempt = async (record: KafkaRecord, context: Context): Promise<Settled> => {
    const since = performance.now()
    try {
      return await decide(record, context)
    } catch (error) {
      if (context.signal.aborted) return 'wait'
      if (error instanceof UnavailableError) {
        options.onUnavailable(error.dependency, error.message)
        return 'wait'
      }
      return error instanceof PermanentError ? giveUp(record, context, failureOf(error), 'failed') : tryLater(record, context, error)
    } finally {
      metrics.handleSeconds.observe((performance.now() - since) / 1_000)
    }
  }

  /** Tries until the record is decided; undefined when the partition was lost or the process stops before. */
  const settle = async (record: KafkaRecord, context: Context, leave: AbortSignal): Promise<Ended | undefined> => {
    const notBefore = numberHeader(record.headers, header.notBefore, 0)
    const longer = notBefore > now() ? planRetry(stage.retryDelays, 1, now(), notBefore) : undefined
    if (longer !== undefined) {
      // Only an input that has not waited yet has no due time.
      const reason = record.headers[header.dueAt] === undefined ? record.headers[header.deferredFor] : undefined
      const waiting =
        reason === undefined ? outputs.waitsOn(record, context, longer) : outputs.takesTurn(record, context, longer, { reason, notBefore })
      return { outputs: waiting, outcome: 'retrying' }
    }
    for (let pause = options.waiting.first; !leave.aborted; pause = Math.min(pause * 2, options.waiting.most)) {
      const settled = await attempt(record, context)
      if (settled !== 'wait') return settled
      await delay(pause, undefined, { signal: leave }).catch(() => undefined)
    }
    return undefined
  }

  const settleTraced = async (record: KafkaRecord, { signal, leave, batch }: OfBatch) => {
    const context = contextOf(record, signal)
    const span = batch?.startRecord(record, context.attempt)
    const ended = await settle(record, context, leave)
    span?.end({ 'hansard.outcome': ended?.outcome ?? 'undecided' }, ended?.failure)
    return ended?.outputs
  }

  return async ({ records, signal }) => {
    const early = records.findIndex(({ headers }) => numberHeader(headers, header.dueAt, 0) > now())
    const due = early === -1 ? records : records.slice(0, early)
    const settled: (readonly OutgoingRecord[] | undefined)[] = due.map(() => undefined)
    const startedAt = now()
    const since = performance.now()
    const batch = options.tracing?.startBatch(stage.name, due)
    // One for the batch: each costs a microsecond or more, and long-lived signals keep track of those that follow them.
    const leave = AbortSignal.any([signal, options.stopping])
    await forEachByKey(
      due,
      ({ key }) => (stage.ordered === false ? null : key),
      stage.concurrency,
      async (record, index) => void (settled[index] = await settleTraced(record, { signal, leave, batch })),
      () => now() - startedAt >= options.batchMs,
    )
    batch?.end({})
    if (due.length > 0) metrics.batchSeconds.observe((performance.now() - since) / 1_000)
    // Only an unbroken run from the head can be committed; what lies behind a gap is delivered and decided again.
    const gap = settled.indexOf(undefined)
    const done = gap === -1 ? due.length : gap
    const result = { outputs: settled.slice(0, done).flatMap((each) => each ?? []), done }
    const waiting = done === early ? records[early] : undefined
    return waiting === undefined ? result : { ...result, resumeAt: numberHeader(waiting.headers, header.dueAt, 0) }
  }
}

const contextOf = (record: KafkaRecord, signal: AbortSignal): Context => ({
  origin: originOf(record),
  webhookEventId: record.headers[header.webhookEventId],
  attempt: numberHeader(record.headers, header.attempts, 0) + 1,
  deferrals: numberHeader(record.headers, header.deferrals, 0),
  receivedAt: numberHeader(record.headers, header.receivedAt, record.timestamp),
  traceparent: record.headers[header.traceparent],
  headers: record.headers,
  signal,
})
