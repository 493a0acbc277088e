import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

export interface StageMetrics {
  readonly handled: Counter<'stage' | 'outcome'>
  readonly handleSeconds: Histogram<'stage'>
  readonly retries: Counter<'stage' | 'delay'>
  readonly deferrals: Counter<'stage'>
  readonly halted: Gauge<'stage'>
  readonly deadLetters: Counter<'stage' | 'error_class'>
  readonly failures: Counter<'platform' | 'error_type'>
  readonly dependencyUp: Gauge<'dependency'>
  readonly gone: Counter<'stage' | 'topic'>
}

/** The metrics every stage has. */
export const createStageMetrics = (register: Registry): StageMetrics => ({
  handled: new Counter({
    name: 'hansard_stage_handled_total',
    help: 'Records a stage ended, by outcome',
    labelNames: ['stage', 'outcome'],
    registers: [register],
  }),
  handleSeconds: new Histogram({
    name: 'hansard_stage_handle_seconds',
    help: 'Seconds a stage took for one record',
    labelNames: ['stage'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers: [register],
  }),
  retries: new Counter({
    name: 'hansard_stage_retries_total',
    help: 'Records sent to a retry topic, by delay',
    labelNames: ['stage', 'delay'],
    registers: [register],
  }),
  deferrals: new Counter({
    name: 'hansard_stage_deferrals_total',
    help: 'Records put off without spending an attempt',
    labelNames: ['stage'],
    registers: [register],
  }),
  halted: new Gauge({
    name: 'hansard_stage_halted',
    help: '1 while a stage stands still because most recent records would be dead letters',
    labelNames: ['stage'],
    registers: [register],
  }),
  deadLetters: new Counter({
    name: 'hansard_stage_dead_letters_total',
    help: 'Records a stage gave up',
    labelNames: ['stage', 'error_class'],
    registers: [register],
  }),
  failures: new Counter({
    name: 'webhook_failures_total',
    help: 'Webhooks whose processing failed for good',
    labelNames: ['platform', 'error_type'],
    registers: [register],
  }),
  gone: new Counter({
    name: 'hansard_stage_records_gone_total',
    help: 'Records that retention removed before a stage had processed them',
    labelNames: ['stage', 'topic'],
    registers: [register],
  }),
  dependencyUp: new Gauge({
    name: 'hansard_dependency_up',
    help: '1 while the dependency answers, 0 while records wait for it',
    labelNames: ['dependency'],
    registers: [register],
  }),
})
