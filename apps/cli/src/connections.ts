import type { KeyRing } from '@hansard/shared/crypto/key-ring'
import { UnavailableError } from '@hansard/shared/errors'
import { createKafka } from '@hansard/shared/kafka/kafka'
import type { Kafka } from '@hansard/shared/kafka/port'
import { createPostgres, type Postgres } from '@hansard/shared/postgres/postgres'
import { createRegistry, type Registry } from '@hansard/shared/registry/registry'
import { kafkaAccess, registryAccess } from '@hansard/shared/runtime/access'
import { kafkaOnlyConfig, keysConfig, readConfig, registryConfig } from '@hansard/shared/runtime/config'
import { readKeyRing } from '@hansard/shared/runtime/key-ring'
import { createLogger } from '@hansard/shared/runtime/logger'
import { z } from 'zod'
import { CommandFailed } from './problems.ts'

export type Environment = NodeJS.ProcessEnv

/** Does something with PostgreSQL and lets go of it. */
export const withPostgres = async <T>(env: Environment, work: (postgres: Postgres) => Promise<T>): Promise<T> => {
  const postgres = createPostgres(needed(env, 'DATABASE_URL'), { applicationName: 'hansard-cli', max: 2 })
  try {
    return await work(postgres)
  } finally {
    await postgres.close()
  }
}

/** Does something with Kafka and lets go of it. Throws UnavailableError when that takes longer than `timeoutMs`: the client itself would try for long. */
export const withKafka = async <T>(env: Environment, timeoutMs: number, work: (kafka: Kafka) => Promise<T>): Promise<T> => {
  needed(env, 'KAFKA_BROKERS')
  const access = kafkaAccess(readConfig(z.object(kafkaOnlyConfig), env))
  const kafka = createKafka({ ...access, clientId: 'hansard-cli', log: createLogger('cli', 'silent') })
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new UnavailableError('kafka', `no answer from ${access.brokers.join(', ')}`)), timeoutMs)
  try {
    return await Promise.race([work(kafka), late.promise])
  } finally {
    clearTimeout(timer)
    void kafka.close().catch(() => undefined)
  }
}

/** The schema registry; nothing is asked of it yet. */
export const registryOf = (env: Environment): Registry => {
  needed(env, 'SCHEMA_REGISTRY_URL')
  return createRegistry(registryAccess(readConfig(z.object(registryConfig), env)))
}

/** Whether a key ring is set at all. */
export const hasKeys = ({ HANSARD_KEYS: text, HANSARD_KEYS_FILE: file }: Environment): boolean =>
  [text, file].some((value) => value !== undefined && value !== '')

/** Throws CommandFailed or ConfigError, without any key in the message. */
export const keyRingOf = (env: Environment): KeyRing => {
  const settings = readConfig(z.object(keysConfig), env)
  if (settings.HANSARD_KEYS_FILE === undefined) needed(env, 'HANSARD_KEYS')
  return readKeyRing(settings)
}

/** The variable's value. Throws CommandFailed with what to do when it is not set. */
export const needed = (env: Environment, name: string): string => {
  const value = env[name]
  if (value === undefined || value === '')
    throw new CommandFailed(
      `No running Hansard is known here: ${name} is not set. Start one with "npm start", or set ${name} to the one you mean.`,
    )
  return value
}
