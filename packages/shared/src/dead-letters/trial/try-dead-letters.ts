import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { Claims } from '../../claims/claims.ts'
import { messageOf } from '../../errors.ts'
import type { Http } from '../../http/http.ts'
import { createPostgres, type Postgres } from '../../postgres/postgres.ts'
import { createRegistry } from '../../registry/registry.ts'
import { registryAccess } from '../../runtime/access.ts'
import { postgresConfig, readConfig, registryConfig } from '../../runtime/config.ts'
import type { Stage, Topic } from '../../stage/stage.ts'
import { journal } from '../../topics.ts'
import { lineRecord } from './lines.ts'
import { lookedUpClaims } from './looked-up-claims.ts'
import { createRefusingHttp } from './refusing-http.ts'
import { createTrial } from './trial.ts'
import { undone } from './undone.ts'

/** What a stage is made with to be tried: nothing of it leaves a trace. */
export interface TrialDeps {
  readonly postgres: Postgres
  readonly http: Http
  readonly claims: Pick<Claims, 'claim' | 'tell'>
}

/** A stage needs them to know where a failure would go; nothing goes there. */
export const trialDelays: readonly number[] = [60]

const trialConfig = z.object({ ...postgresConfig, ...registryConfig })

/**
 * The process that tries dead letters of one stage: a record a line in (`recordLine`), a verdict a line out, in order, until
 * the input ends. Problems go to stderr, and the exit code is then 1.
 */
export const tryDeadLetters = async <Event, Config extends z.ZodRawShape>(
  { env, stdin, stdout, stderr }: Pick<NodeJS.Process, 'env' | 'stdin' | 'stdout' | 'stderr'>,
  spec: {
    /** Settings of the stage's own. */
    readonly config: Config
    /** The topics it reads and writes. */
    readonly topics: readonly Topic[]
    build(config: z.infer<z.ZodObject<Config>>, deps: TrialDeps): Promise<Stage<Event>> | Stage<Event>
  },
): Promise<number> => {
  try {
    const { DATABASE_URL, ...registry } = readConfig(trialConfig, env)
    const config = readConfig(z.object(spec.config), env)
    const connection = createPostgres(DATABASE_URL, { applicationName: 'hansard-trial', max: 2 })
    try {
      const postgres = undone(connection)
      const codec = await createRegistry(registryAccess(registry)).codec([...spec.topics, journal])
      const { http, outside } = createRefusingHttp()
      const stage = await spec.build(config, { postgres, http, claims: lookedUpClaims(postgres) })
      const attempt = createTrial(stage, { codec, outside, now: Date.now })
      for await (const line of createInterface({ input: stdin })) stdout.write(`${JSON.stringify(await attempt(lineRecord(line)))}\n`)
      return 0
    } finally {
      await connection.close()
    }
  } catch (error) {
    stderr.write(`${messageOf(error)}\n`)
    return 1
  }
}
