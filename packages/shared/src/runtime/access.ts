import type { z } from 'zod'
import type { ClientOptions } from '../kafka/kafkajs.ts'
import type { RedisAccess } from '../redis/redis.ts'
import type { RegistryAccess } from '../registry/registry.ts'
import { ConfigError, type kafkaOnlyConfig, type redisConfig, type registryConfig } from './config.ts'

type Settings<Shape extends z.ZodRawShape> = z.infer<z.ZodObject<Shape>>

/** How Kafka is spoken to. Throws ConfigError for settings that do not go together. */
export const kafkaAccess = (config: Settings<typeof kafkaOnlyConfig>): Pick<ClientOptions, 'brokers' | 'tls' | 'sasl'> => {
  const { KAFKA_SECURITY_PROTOCOL: protocol, KAFKA_SASL_MECHANISM: mechanism, KAFKA_CA_FILE: ca } = config
  const { KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = config
  const tls = protocol.endsWith('SSL')
  const access = { brokers: config.KAFKA_BROKERS, ...(tls ? { tls: ca === undefined ? {} : { ca } } : {}) }
  if (!tls && ca !== undefined)
    throw new ConfigError(`KAFKA_CA_FILE is set, but KAFKA_SECURITY_PROTOCOL is ${protocol}: use SSL or SASL_SSL`)
  if (!protocol.startsWith('SASL')) {
    if (username === undefined && password === undefined) return access
    throw new ConfigError(`KAFKA_SASL_USERNAME or _PASSWORD is set, but KAFKA_SECURITY_PROTOCOL is ${protocol}: use SASL_SSL`)
  }
  if (username === undefined || password === undefined)
    throw new ConfigError(`KAFKA_SECURITY_PROTOCOL is ${protocol}: KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD must be set`)
  if (mechanism === 'PLAIN' && !tls)
    throw new ConfigError('KAFKA_SASL_MECHANISM is PLAIN, which sends the password as it is: KAFKA_SECURITY_PROTOCOL must be SASL_SSL')
  return { ...access, sasl: { mechanism: saslNames[mechanism], username, password } }
}

const saslNames = { 'SCRAM-SHA-512': 'scram-sha-512', 'SCRAM-SHA-256': 'scram-sha-256', PLAIN: 'plain' } as const

/** How the schema registry is spoken to. Throws ConfigError when only one of name and password is set. */
export const registryAccess = (config: Settings<typeof registryConfig>): RegistryAccess => {
  const { SCHEMA_REGISTRY_URL: url, SCHEMA_REGISTRY_CA_FILE: ca } = config
  const { SCHEMA_REGISTRY_USERNAME: username, SCHEMA_REGISTRY_PASSWORD: password } = config
  if ((username === undefined) !== (password === undefined))
    throw new ConfigError('Of SCHEMA_REGISTRY_USERNAME and SCHEMA_REGISTRY_PASSWORD only one is set')
  return {
    url,
    ...(ca === undefined ? {} : { ca }),
    ...(username === undefined || password === undefined ? {} : { auth: { username, password } }),
  }
}

/** How Redis is spoken to. */
export const redisAccess = ({ REDIS_URL: url, REDIS_CA_FILE: ca }: Settings<typeof redisConfig>): RedisAccess =>
  ca === undefined ? { url } : { url, ca }
