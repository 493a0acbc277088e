import { z } from 'zod'
import type { Guarantee, Kafka } from '../kafka/port.ts'
import type { Codec } from '../registry/codec.ts'
import type { App } from '../runtime/app.ts'
import { deadLetterTopicName, journal, retryTopicName } from '../topics.ts'
import { createBatchHandler } from './handle-batch.ts'
import { createDeadLetterLimiter, type DeadLetterLimit } from './limiter.ts'
import { createConsumerObserver } from './consumer-observer.ts'
import { createStageMetrics } from './metrics.ts'
import { retryDelays } from './retry-delays.ts'
import type { Stage, Topic } from './stage.ts'
import { watchTrouble } from './trouble.ts'

/** Settings every stage has. */
export const stageConfig = {
  /** Seconds before attempts 2, 3, …; one retry topic each */
  RETRY_DELAYS: retryDelays,
  /** Records in hand at once */
  CONCURRENCY: z.coerce.number().int().min(1).max(1_000).default(16),
  /** What a stage promises to readers of committed records */
  PROCESSING_GUARANTEE: z
    .enum(['exactly_once', 'at_least_once'])
    .default('exactly_once')
    .transform((value): Guarantee => (value === 'exactly_once' ? 'exactly-once' : 'at-least-once')),
  /** Records in one batch at most: what is published and committed together */
  BATCH_RECORDS: z.coerce.number().int().min(1).max(5_000).default(500),
  /** Milliseconds after which a batch takes on no further records, so that slow ones do not keep finished ones from being published */
  BATCH_MS: z.coerce.number().int().min(1).default(500),
  /** For how long after receipt a record may be put off without spending attempts: a meeting still going on, a platform that is down */
  DEFER_HOURS: z.coerce.number().positive().default(24),
  /** A stage stands still when more than this share of its last 100 records would be dead letters, but never for fewer than so many */
  DEAD_LETTER_SHARE: z.coerce.number().min(0).max(1).default(0.5),
  DEAD_LETTER_MINIMUM: z.coerce.number().int().min(0).default(20),
}

/** A stage's settings as the engine takes them. */
export interface StageSettings {
  readonly guarantee: Guarantee
  readonly batchRecords: number
  readonly batchMs: number
  readonly deferForMs: number
  readonly deadLetterLimit: DeadLetterLimit
}

/** The engine's settings, from an app's configuration. */
export const stageSettings = (config: z.infer<z.ZodObject<typeof stageConfig>>): StageSettings => ({
  guarantee: config.PROCESSING_GUARANTEE,
  batchRecords: config.BATCH_RECORDS,
  batchMs: config.BATCH_MS,
  deferForMs: config.DEFER_HOURS * 3_600_000,
  deadLetterLimit: { window: 100, minimum: config.DEAD_LETTER_MINIMUM, share: config.DEAD_LETTER_SHARE },
})

/** A consumer that has not moved for so long is not alive. */
const stuckAfterMs = 60_000

/** Runs a stage until the process stops: consumes its inputs and its retry topics, and tells health and metrics. */
export const runStage = async <Event>(
  stage: Stage<Event>,
  deps: {
    readonly app: App
    readonly kafka: Kafka
    readonly codec: Codec
    readonly outputs: readonly Topic[]
    /** Milliseconds in which batches gather, for a stage that nobody waits for; else as the Kafka client does it. */
    readonly gatherMs?: number
  } & StageSettings,
): Promise<void> => {
  const { app, kafka, codec } = deps
  const metrics = createStageMetrics(app.metrics, stage.name, stage.retryDelays)
  const own = [...stage.retryDelays.map((seconds) => retryTopicName(stage.name, seconds)), deadLetterTopicName(stage.name)]
  const written = [...deps.outputs.map(({ name }) => name), ...own, journal.name]
  const counts = new Map(await Promise.all(written.map(async (topic) => [topic, await kafka.partitionCount(topic)] as const)))
  const trouble = watchTrouble(app, metrics)

  const handle = createBatchHandler(stage, {
    codec,
    log: app.outcomes,
    tracing: app.tracing,
    metrics,
    now: Date.now,
    stopping: app.signal,
    waiting: { first: 100, most: 5_000 },
    limiter: createDeadLetterLimiter(deps.deadLetterLimit),
    batchMs: deps.batchMs,
    deferForMs: deps.deferForMs,
    partitionCount(topic) {
      const count = counts.get(topic)
      if (count === undefined) throw new Error(`${stage.name} does not say that it writes ${topic}`)
      return count
    },
    onUnavailable: trouble.waitFor,
    onHalt: trouble.halt,
  })

  const inputs = stage.inputs.map(({ name }) => name)
  const consumer = await kafka.consume({
    group: stage.name,
    guarantee: deps.guarantee,
    topics: [...inputs, ...own.slice(0, -1)],
    prompt: inputs,
    maxRecords: deps.batchRecords,
    gatherMs: deps.gatherMs,
    async handle(batch) {
      const result = await handle(batch)
      if (result.done === batch.records.length) trouble.over()
      return result
    },
    observer: createConsumerObserver(app, stage.name),
    onGone: ({ topic, from, to }) => metrics.gone(topic, to > from ? Number(to - from) : 1),
    onFatal: app.fail,
  })
  app.onStop('consumer', () => consumer.stop())
  app.onAlive(() => Date.now() - consumer.lastActive() < stuckAfterMs)
}
