import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** The environment does not describe a process that can run. The message lists every problem, one a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Reads an app's settings from the environment; names of variables are the schema's keys. Throws ConfigError naming every problem, never a value. */
export const readConfig = <S extends z.ZodType>(schema: S, env: NodeJS.ProcessEnv): z.infer<S> => {
  // An empty variable means what an absent one means: that is how shells and compose files unset things.
  // So does one with nothing but a line end, and no value has one at its end: `$(cat file; echo)` and mounted files do.
  const values = Object.entries(env).map(([name, value]) => [name, value?.replace(/[\r\n]+$/, '')] as const)
  const given = Object.fromEntries(values.filter(([, value]) => value !== undefined && value !== ''))
  const result = schema.safeParse(given, { reportInput: false })
  if (result.success) return result.data
  const problems = result.error.issues.map(({ path, message }) => {
    const name = path.join('.')
    return `  ${name}: ${name in given ? message : 'is missing'}`
  })
  throw new ConfigError(`The configuration is not usable:\n${problems.join('\n')}`)
}

/** A list of words separated by commas. */
export const commaList = z
  .string()
  .transform((text) => text.split(',').map((item) => item.trim()))
  .pipe(z.array(z.string().min(1)).min(1))

/** The text of a file of certificates; what is wrong names the file. */
const pemFile = z.string().transform((file, context) => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    context.addIssue({ code: 'custom', message: `the file ${file} cannot be read` })
    return z.NEVER
  }
})

export const kafkaOnlyConfig = {
  /** host:port, separated by commas */
  KAFKA_BROKERS: commaList,
  /** What the brokers' listener speaks */
  KAFKA_SECURITY_PROTOCOL: z.enum(['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL']).default('PLAINTEXT'),
  KAFKA_SASL_MECHANISM: z.enum(['SCRAM-SHA-512', 'SCRAM-SHA-256', 'PLAIN']).default('SCRAM-SHA-512'),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: z.string().optional(),
  /** Certificates (PEM) that the brokers' are signed with, where they are not public ones */
  KAFKA_CA_FILE: pemFile.optional(),
}
export const registryConfig = {
  /** Base of the Confluent-compatible API, e.g. http://127.0.0.1:8081 */
  SCHEMA_REGISTRY_URL: z.url(),
  /** HTTP Basic */
  SCHEMA_REGISTRY_USERNAME: z.string().optional(),
  SCHEMA_REGISTRY_PASSWORD: z.string().optional(),
  SCHEMA_REGISTRY_CA_FILE: pemFile.optional(),
}
export const kafkaConfig = { ...kafkaOnlyConfig, ...registryConfig }
/** TLS and a role's name and password are part of the URL: `postgres://hansard_merger:…@db/hansard?sslmode=verify-full&sslrootcert=/etc/hansard/ca.pem` */
export const postgresConfig = { DATABASE_URL: z.string().startsWith('postgres') }
export const redisConfig = {
  /** `rediss://` for TLS; an ACL user and its password are part of it: `rediss://hansard-deduper:…@redis:6379` */
  REDIS_URL: z.string().startsWith('redis'),
  REDIS_CA_FILE: pemFile.optional(),
}
/** One of the two: see runtime/key-ring.ts. */
export const keysConfig = { HANSARD_KEYS: z.string().optional(), HANSARD_KEYS_FILE: z.string().optional() }
export const processConfig = {
  /** The operator port, where /healthz, /readyz, /metrics and operator pages answer; 0: any free port, told in the log */
  HEALTH_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  /** Closed to other machines by default */
  HEALTH_HOST: z.string().default('127.0.0.1'),
  /** Lines of outcomes at most, of each level, within a second; the others are counted */
  LOG_LINES_PER_SECOND: z.coerce.number().int().min(1).default(100),
  /** Opens operator pages and, to other machines, metrics and the reasons of not being ready */
  OPERATOR_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  /** `anybody`: whoever can reach the operator port may read the metrics, without the token */
  METRICS_FOR: z.enum(['operators', 'anybody']).default('operators'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
}
