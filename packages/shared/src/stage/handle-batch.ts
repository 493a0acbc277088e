import { setTimeout as delay } from 'node:timers/promises'
import { type Dependency, NotYetError, PermanentError, TransientError, UnavailableError } from '../errors.ts'
import type { Batch, BatchResult, KafkaRecord, OutgoingRecord } from '../kafka/port.ts'
import type { BatchSpan, Tracing } from '../telemetry/tracing.ts'
import { forEachByKey } from './by-key.ts'
import { failureOf, type Failure } from './dead-letter.ts'
import { header, topicOfOrigin } from './headers.ts'
import type { DeadLetterLimiter } from './limiter.ts'
import { createOutputs, type OutputOptions } from './outputs.ts'
import { readHeaders, retryDelayMs, type ReadHeaders } from './read-headers.ts'
import { planDeferral, planRetry } from './retry.ts'
import { openedValue } from './sealed-values.ts'
import type { Context, Stage, Status, Topic } from './stage.ts'
import { createTimeKeeper, type Timed } from './time-limits.ts'

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

/** A record, what its headers say, and whose it is once that is known. */
interface InHand {
  readonly record: KafkaRecord
  readonly read: ReadHeaders
  readonly context: Context
  integration: string | undefined
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

  const timeKeeper = stage.timeLimits === undefined ? undefined : createTimeKeeper(stage.timeLimits, now)

  /** Until when (epoch milliseconds) a record may be put off without spending attempts. */
  const deferrableUntil = ({ read }: InHand): number => (read.redriven > 0 ? read.redrivenAt : read.receivedAt) + options.deferForMs

  /** Puts the record off without spending an attempt; undefined where it has waited too long. */
  const putOff = (one: InHand, failure: Failure): Settled | undefined => {
    const plan = planDeferral(stage.retryDelays, one.read.deferrals, now(), 0, deferrableUntil(one))
    if (plan === undefined) return undefined
    const retried = outputs.retried(one.record, one.context, failure, { plan, notBefore: 0, spent: false })
    return { outputs: retried, outcome: 'retrying', failure: failure.message }
  }

  const giveUp = (one: InHand, failure: Failure, status: 'failed' | 'rejected'): Settled => {
    const { record, context, integration } = one
    const letter = () => ({ outputs: outputs.deadLetter(record, context, failure, status), outcome: status, failure: failure.message })
    // What was given back and fails again was a dead letter before: it says nothing about the topic.
    if (one.read.redriven > 0) return letter()
    const verdict = limiter.judge(integration)
    metrics.shed(limiter.shed())
    switch (verdict) {
      case 'admitted':
        return letter()
      case 'shed': {
        const message = `put off, because most recent records of integration ${integration} would be dead letters, this one for: ${failure.message}`
        return putOff(one, { errorClass: 'Shed', message }) ?? letter()
      }
      case 'halted':
        options.onHalt(`most recent records of ${stage.name} would be dead letters, the last one for: ${failure.message}`)
        return 'wait'
    }
  }

  const tryLater = (one: InHand, error: unknown): Settled => {
    const { record, context, read } = one
    const failure = failureOf(error)
    const spent = !(error instanceof NotYetError)
    const notBefore = error instanceof TransientError ? (error.retryAt ?? 0) : 0
    const plan = spent
      ? planRetry(stage.retryDelays, context.attempt, now(), notBefore)
      : planDeferral(stage.retryDelays, read.deferrals, now(), notBefore, deferrableUntil(one))
    if (plan === undefined) return giveUp(one, failure, 'failed')
    limiter.ended(one.integration)
    const retried = outputs.retried(record, context, failure, { plan, notBefore, spent })
    return { outputs: retried, outcome: 'retrying', failure: failure.message }
  }

  /** It took long while records of others waited behind it, or those of its integration did lately. */
  const goApart = (one: InHand, why: string): Settled => {
    metrics.wentApart()
    const message = `${why}: it goes on apart, so that nobody waits for it`
    return putOff(one, { errorClass: 'TookLong', message }) ?? tryLater(one, new TransientError(message))
  }

  const decide = async (one: InHand, signal: AbortSignal): Promise<Settled> => {
    const { record, context } = one
    const topic = inputOf(context.origin)
    const value = stage.keyRing === undefined ? record.value : openedValue(stage.keyRing, record, context.origin)
    const event = await codec.decode(topic.contract, value)
    one.integration = stage.integrationOf?.(event, context)
    if (one.integration !== undefined && record.topic === topic.name && timeKeeper?.isSlow(one.integration) === true)
      return goApart(one, `recent records of integration ${one.integration} took long while others waited`)
    const decision = await stage.handle(event, signal === context.signal ? context : { ...context, signal })
    if (decision.kind === 'reject') return giveUp(one, { errorClass: 'Rejected', message: decision.reason }, 'rejected')
    const emitted = decision.kind === 'emit' ? outputs.emitted(record, decision.messages) : []
    const journaled = decision.journal === undefined ? [] : outputs.journaled(record, context, decision.journal)
    limiter.ended(one.integration)
    metrics.shed(limiter.shed())
    return { outputs: [...emitted, ...journaled], outcome: decision.journal?.status ?? 'dropped' }
  }

  const inTime = async (one: InHand, timed: Timed | undefined): Promise<Settled> => {
    if (timed === undefined) return decide(one, one.context.signal)
    return Promise.race([decide(one, AbortSignal.any([one.context.signal, timed.signal])), timed.overrun])
  }

  /** One try: whatever is thrown becomes what to do. */
  const attempt = async (one: InHand, othersWait: () => boolean): Promise<Settled> => {
    const since = performance.now()
    const timed = timeKeeper?.begin(one.read.deferrals, othersWait)
    try {
      return await inTime(one, timed)
    } catch (error) {
      if (one.context.signal.aborted) return 'wait'
      const seconds = ((performance.now() - since) / 1_000).toFixed(0)
      if (timed?.exceeded() === 'apart') return goApart(one, `took more than ${seconds} s while records of others waited`)
      if (timed?.exceeded() === 'most') return tryLater(one, new TransientError(`took more than ${seconds} s`))
      if (error instanceof UnavailableError) {
        options.onUnavailable(error.dependency, error.message)
        return 'wait'
      }
      return error instanceof PermanentError ? giveUp(one, failureOf(error), 'failed') : tryLater(one, error)
    } finally {
      timed?.end(one.integration)
      metrics.handleSeconds.observe((performance.now() - since) / 1_000)
    }
  }

  /** Tries until the record is decided; undefined when the partition was lost or the process stops before. */
  const settle = async (one: InHand, leave: AbortSignal, othersWait: () => boolean): Promise<Ended | undefined> => {
    const { record, context, read } = one
    const { notBefore, deferredFor: reason } = read
    const longer = notBefore > now() ? planRetry(stage.retryDelays, 1, now(), notBefore) : undefined
    const isOwn = retryDelayMs(stage.name, record.topic) !== undefined
    // Whoever may write an input can write any header: without a reason, nothing asks it to wait.
    if (longer !== undefined && (isOwn || reason !== undefined)) {
      const waiting =
        reason === undefined ? outputs.waitsOn(record, context, longer) : outputs.takesTurn(record, context, longer, { reason, notBefore })
      return { outputs: waiting, outcome: 'retrying' }
    }
    for (let pause = options.waiting.first; !leave.aborted; pause = Math.min(pause * 2, options.waiting.most)) {
      const settled = await attempt(one, othersWait)
      if (settled !== 'wait') return settled
      await delay(pause, undefined, { signal: leave }).catch(() => undefined)
    }
    return undefined
  }

  const readOf = (record: KafkaRecord): ReadHeaders =>
    readHeaders(record, { stage: stage.name, now: now(), deferForMs: options.deferForMs })

  const settleTraced = async (record: KafkaRecord, { signal, leave, batch }: OfBatch, othersWait: () => boolean) => {
    const read = readOf(record)
    const one: InHand = { record, read, context: contextOf(record, read, signal), integration: undefined }
    const span = batch?.startRecord(record, one.context.attempt)
    const ended = await settle(one, leave, othersWait)
    span?.end({ 'hansard.outcome': ended?.outcome ?? 'undecided' }, ended?.failure)
    return ended?.outputs
  }

  return async ({ records, signal, behind }) => {
    const early = records.findIndex((record) => record.headers[header.dueAt] !== undefined && readOf(record).dueAt > now())
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
      async (record, index) => {
        const isAnothers = (key: string | null) => workspaceOf(key) !== workspaceOf(record.key)
        // Of the batch all wait, also those before it: what is done is published together.
        const othersWait = () => due.some(({ key }) => isAnothers(key)) || (behind?.().some(isAnothers) ?? false)
        settled[index] = await settleTraced(record, { signal, leave, batch }, othersWait)
      },
      () => now() - startedAt >= options.batchMs,
    )
    batch?.end({})
    if (due.length > 0) metrics.batchSeconds.observe((performance.now() - since) / 1_000)
    // Only an unbroken run from the head can be committed; what lies behind a gap is delivered and decided again.
    const gap = settled.indexOf(undefined)
    const done = gap === -1 ? due.length : gap
    const result = { outputs: settled.slice(0, done).flatMap((each) => each ?? []), done }
    const waiting = done === early ? records[early] : undefined
    return waiting === undefined ? result : { ...result, resumeAt: readOf(waiting).dueAt }
  }
}

/** Keys of the chain's topics begin with the workspace. */
const workspaceOf = (key: string | null): string | undefined => key?.split(':', 1)[0]

const contextOf = (record: KafkaRecord, read: ReadHeaders, signal: AbortSignal): Context => ({
  origin: read.origin,
  webhookEventId: read.webhookEventId,
  attempt: read.attempts + 1,
  deferrals: read.deferrals,
  receivedAt: read.receivedAt,
  traceparent: read.traceparent,
  headers: record.headers,
  signal,
})
