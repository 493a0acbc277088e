import { setTimeout as delay } from 'node:timers/promises'
import { UnavailableError } from '../errors.ts'
import { createKafka } from '../kafka/kafka.ts'
import type { Kafka } from '../kafka/port.ts'
import { createPostgres, type Postgres } from '../postgres/postgres.ts'
import { createRedis, redisReady, type Redis } from '../redis/redis.ts'
import type { Codec } from '../registry/codec.ts'
import { createRegistry } from '../registry/registry.ts'
import { journal } from '../topics.ts'
import type { Topic } from '../stage/stage.ts'
import { dependencyGauge, observePostgres, observeRedis } from '../telemetry/dependency-metrics.ts'
import { kafkaAccess, redisAccess, registryAccess } from './access.ts'
import type { App } from './app.ts'

/** Repeats a call for as long as a dependency is down, and says so in readiness; other errors are thrown. Gives up when the process stops. */
export const whenAvailable = async <T>(app: App, call: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof UnavailableError) || app.signal.aborted) throw error
      app.setReady(error.dependency, false, error.message)
      dependencyGauge(app.metrics).set({ dependency: error.dependency }, 0)
      app.log.warn({ dependency: error.dependency, detail: error.message }, 'waiting for a dependency')
      await delay(1_000, undefined, { signal: app.signal })
      app.setReady(error.dependency, true)
    }
  }
}

/** Kafka, and the codec for the journal and the given topics. Waits for both. */
export const connectKafka = async (
  app: App,
  config: Parameters<typeof kafkaAccess>[0] & Parameters<typeof registryAccess>[0],
  topics: readonly Topic[],
): Promise<{ readonly kafka: Kafka; readonly codec: Codec }> => {
  const kafka = createKafka({ ...kafkaAccess(config), clientId: app.name, log: app.log })
  app.onStop('kafka', () => kafka.close())
  const codec = await whenAvailable(app, () => createRegistry(registryAccess(config)).codec([...topics, journal]))
  await whenAvailable(app, () => kafka.partitionCount(journal.name))
  for (const dependency of ['kafka', 'registry']) dependencyGauge(app.metrics).set({ dependency }, 1)
  return { kafka, codec }
}

/** PostgreSQL, reachable. */
export const connectPostgres = async (app: App, config: { readonly DATABASE_URL: string }, max = 5): Promise<Postgres> => {
  const postgres = createPostgres(config.DATABASE_URL, {
    max,
    prepared: true,
    applicationName: `hansard-${app.name}`,
    observe: observePostgres(app.metrics),
  })
  app.onStop('postgres', () => postgres.close())
  await whenAvailable(app, () => postgres.ping())
  return postgres
}

/** Redis. With `optional` it may come later; otherwise waits for it. */
export const connectRedis = async (app: App, config: Parameters<typeof redisAccess>[0], need: 'needed' | 'optional'): Promise<Redis> => {
  const redis = createRedis(redisAccess(config), observeRedis(app.metrics))
  app.onStop('redis', () => redis.disconnect())
  if (need === 'needed') await redisReady(redis)
  return redis
}
