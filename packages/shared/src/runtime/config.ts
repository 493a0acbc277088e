import { z } from 'zod'

/** The environment does not describe a process that can run. The message lists every problem, one a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Reads an app's settings from the environment; names of variables are the schema's keys. Throws ConfigError naming every problem, never a value. */
export const readConfig = <S extends z.ZodType>(schema: S, env: NodeJS.ProcessEnv): z.infer<S> => {
  // An empty variable means what an absent one means: that is how shells and compose files unset things.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
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

export const kafkaConfig = {
  /** host:port, separated by commas */
  KAFKA_BROKERS: commaList,
  /** Base of the Confluent-compatible API, e.g. http://127.0.0.1:8081 */
  SCHEMA_REGISTRY_URL: z.url(),
}
export const postgresConfig = { DATABASE_URL: z.string().startsWith('postgres') }
export const redisConfig = { REDIS_URL: z.string().startsWith('redis') }
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
