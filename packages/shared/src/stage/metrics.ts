import { Counter, Gauge, type Registry } from 'prom-client'
import type { Dependency } from '../errors.ts'
import { createBoundCounter, createBoundHistogram, type BoundHistogram } from '../telemetry/bound-metrics.ts'
import { boundedLabel } from '../telemetry/bounded-label.ts'
import { dependencyGauge } from '../telemetry/dependency-metrics.ts'
import type { Status } from './stage.ts'

/** What a stage counts and times. `docs/metrics.md` says what each is for. */
export interface StageMetrics {
  handled(outcome: Status): void
  /** One try of one record. */
  readonly handleSeconds: BoundHistogram
  /** A batch from the first record to the last decision; publishing not included. */
  readonly batchSeconds: BoundHistogram
  retried(delaySeconds: number): void
  deferred(): void
  halted(standsStill: boolean): void
  /** So many integrations are put off because most of their records would be dead letters. */
  shed(integrations: number): void
  /** A record took long while others waited: it goes on apart. */
  wentApart(): void
  gaveUp(errorClass: string, platform: string | undefined): void
  gone(topic: string, records: number): void
  dependencyUp(dependency: Dependency, up: boolean): void
}

const statuses: readonly Status[] = ['verified', 'processing', 'processed', 'failed', 'duplicate', 'ignored', 'rejected', 'retrying']
/** Error classes that every stage can meet: their series exist from the start, so that the first dead letter is an increase. */
const errorClasses = ['PermanentError', 'TransientError', 'NotYetError', 'Rejected']

/** The metrics of a stage. Series that alerts look at begin at 0. */
export const createStageMetrics = (register: Registry, stage: string, retryDelays: readonly number[] = []): StageMetrics => {
  const registers = [register]
  const ended = createBoundCounter<'stage' | 'outcome'>(register, {
    name: 'hansard_stage_handled_total',
    help: 'Records a stage ended, by outcome',
  })
  const handled = new Map(statuses.map((outcome) => [outcome, ended({ stage, outcome })]))
  const handleSeconds = createBoundHistogram<'stage'>(register, {
    name: 'hansard_stage_handle_seconds',
    help: 'Seconds a stage took for one try of one record',
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60],
  })({ stage })
  const batchSeconds = createBoundHistogram<'stage'>(register, {
    name: 'hansard_stage_batch_seconds',
    help: 'Seconds a stage took to decide a batch of records of one partition',
    buckets: [0.002, 0.01, 0.05, 0.2, 0.5, 1, 2, 10, 60],
  })({ stage })
  const retries = createBoundCounter<'stage' | 'delay'>(register, {
    name: 'hansard_stage_retries_total',
    help: 'Records sent to a retry topic after a failed attempt, by the delay (seconds) that names the topic',
  })
  for (const delay of retryDelays) retries({ stage, delay: String(delay) })
  const deferrals = createBoundCounter<'stage'>(register, {
    name: 'hansard_stage_deferrals_total',
    help: 'Records put off without spending an attempt',
  })({ stage })
  const halted = new Gauge({
    name: 'hansard_stage_halted',
    help: '1 while a stage stands still because most recent records would be dead letters',
    labelNames: ['stage'],
    registers,
  })
  halted.set({ stage }, 0)
  const shed = new Gauge({
    name: 'hansard_stage_shed_integrations',
    help: 'Integrations whose records a stage puts off because most of them would be dead letters',
    labelNames: ['stage'],
    registers,
  })
  shed.set({ stage }, 0)
  const apart = createBoundCounter<'stage'>(register, {
    name: 'hansard_stage_apart_total',
    help: 'Records that took long while records of other workspaces waited behind them, and went on apart',
  })({ stage })
  const deadLetters = new Counter({
    name: 'hansard_stage_dead_letters_total',
    help: 'Records a stage gave up, by the class of the error',
    labelNames: ['stage', 'error_class'],
    registers,
  })
  for (const error_class of errorClasses) deadLetters.inc({ stage, error_class }, 0)
  const failures = new Counter({
    name: 'webhook_failures_total',
    help: 'Webhooks whose processing failed for good',
    labelNames: ['platform', 'error_type'],
    registers,
  })
  const gone = new Counter({
    name: 'hansard_stage_records_gone_total',
    help: 'Records that retention removed before a stage had processed them',
    labelNames: ['stage', 'topic'],
    registers,
  })
  const up = dependencyGauge(register)
  const classLabel = boundedLabel(30)
  const platformLabel = boundedLabel(20)
  return {
    handled: (outcome) => (handled.get(outcome) ?? ended({ stage, outcome })).inc(),
    handleSeconds,
    batchSeconds,
    retried: (delaySeconds) => retries({ stage, delay: String(delaySeconds) }).inc(),
    deferred: () => deferrals.inc(),
    halted: (standsStill) => halted.set({ stage }, standsStill ? 1 : 0),
    shed: (integrations) => shed.set({ stage }, integrations),
    wentApart: () => apart.inc(),
    gaveUp(errorClass, platform) {
      deadLetters.inc({ stage, error_class: classLabel(errorClass) })
      failures.inc({ platform: platformLabel(platform ?? 'unknown'), error_type: classLabel(errorClass) })
    },
    gone: (topic, records) => gone.inc({ stage, topic }, records),
    dependencyUp: (dependency, isUp) => up.set({ dependency }, isUp ? 1 : 0),
  }
}
