import { Gauge, type Registry } from 'prom-client'
import type { PostgresOptions } from '../postgres/postgres.ts'
import type { RedisObserver } from '../redis/redis.ts'
import { createBoundHistogram } from './bound-metrics.ts'

const upName = 'hansard_dependency_up'

/** The gauge of a process that tells which of its own dependencies answer; one for all who ask with the same registry. */
export const dependencyGauge = (register: Registry): Gauge<'dependency'> => {
  const known = register.getSingleMetric(upName)
  if (known !== undefined) return known as Gauge<'dependency'>
  return new Gauge({
    name: upName,
    help: '1 while the dependency answers, 0 while this process waits for it',
    labelNames: ['dependency'],
    registers: [register],
  })
}

const buckets = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.2, 0.5, 1, 3, 10]

/** Times PostgreSQL's answers, and tells whether it gives any. */
export const observePostgres = (register: Registry): NonNullable<PostgresOptions['observe']> => {
  const up = dependencyGauge(register)
  const seconds = createBoundHistogram<'answered'>(register, {
    name: 'hansard_postgres_seconds',
    help: 'Seconds a statement took, the wait for a connection included',
    buckets,
  })
  const [answers, failures] = [seconds({ answered: 'yes' }), seconds({ answered: 'no' })]
  return (took, answered) => {
    ;(answered ? answers : failures).observe(took)
    up.set({ dependency: 'postgres' }, answered ? 1 : 0)
  }
}

/** Times Redis' answers, and tells whether it is connected. */
export const observeRedis = (register: Registry): RedisObserver => {
  const up = dependencyGauge(register)
  up.set({ dependency: 'redis' }, 0)
  const seconds = createBoundHistogram<'answered'>(register, {
    name: 'hansard_redis_seconds',
    help: 'Seconds a command took; of commands under way at once, one is timed',
    buckets,
  })
  const [answers, failures] = [seconds({ answered: 'yes' }), seconds({ answered: 'no' })]
  return {
    observe: (took, answered) => (answered ? answers : failures).observe(took),
    onConnection: (isUp) => up.set({ dependency: 'redis' }, isUp ? 1 : 0),
  }
}
