import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { createKafka } from '@hansard/shared/kafka/kafka'
import { createPostgres, type Postgres } from '@hansard/shared/postgres/postgres'
import { createRegistry } from '@hansard/shared/registry/registry'
import { createLogger } from '@hansard/shared/runtime/logger'
import { chainTopics, mergedTranscripts } from '@hansard/shared/topics'
import { startSimulator, type Simulator } from '@hansard/simulator/simulator'
import { startStack, type Stack } from '@hansard/stack/stack'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appNames, startApp, type AppName, type AppProcess } from '../app-process.ts'
import { readTopic } from '../topic-reader.ts'
import { checkOutPrevious } from './previous.ts'
import { startSender } from './sender.ts'

/** Twelve starts one after the other: half a minute by itself, minutes beside other work. */
const patienceMs = 600_000
const here = fileURLToPath(new URL('../..', import.meta.url))
const opened = new AsyncDisposableStack()
const apps = new Map<AppName, AppProcess>()
let previous: string
let stack: Stack
let simulator: Simulator
let postgres: Postgres
let env: NodeJS.ProcessEnv

const provision = (checkout: string) =>
  promisify(execFile)(process.execPath, [join(checkout, 'packages/shared/src/provision/main.ts')], { env })
const start = async (app: AppName, checkout: string) => {
  const logFile = join(here, '.hansard', 'upgrade', 'logs', `${app}.log`)
  const started = await startApp(app, { env, logFile, ledger: stack.ledger, checkout })
  opened.defer(async () => void (await started.stop('SIGTERM')))
  return started
}

beforeAll(async () => {
  previous = checkOutPrevious()
  stack = await startStack({
    stateDir: join(here, '.hansard', 'upgrade'),
    fresh: true,
    env: { ...process.env, KAFKA_BROKERS: '', SCHEMA_REGISTRY_URL: '', REDIS_URL: '', DATABASE_URL: '' },
  })
  opened.defer(() => stack.stop())
  simulator = await startSimulator()
  opened.defer(() => simulator.close())
  postgres = createPostgres(stack.postgres.url)
  opened.defer(() => postgres.close())
  const secrets = { HANSARD_KEYS: `e2e:${randomBytes(32).toString('base64')}`, OPERATOR_TOKEN: randomBytes(16).toString('hex') }
  env = {
    ...process.env,
    ...stack.env,
    ...simulator.env,
    ...secrets,
    PORT: '0',
    HEALTH_PORT: '0',
    RETRY_DELAYS: '1,2',
    DIRECTORY_REFRESH_MS: '200',
  }
  await provision(previous)
  for (const [app, started] of await Promise.all(appNames.map(async (name) => [name, await start(name, previous)] as const)))
    apps.set(app, started)
}, patienceMs)
afterAll(() => opened.disposeAsync())

const finished = async (): Promise<number> => {
  const [row] = await postgres.query<{ readonly count: number }>(
    `SELECT count(*)::integer AS count FROM mcp.webhook_events WHERE status = 'processed'`,
  )
  return row?.count ?? 0
}
/** Waits until some more deliveries have gone all the way. */
const someMore = async (more: number) => {
  const before = await finished()
  await expect.poll(finished, { timeout: 60_000, interval: 100 }).toBeGreaterThanOrEqual(before + more)
}

/** As Kubernetes does it, one app at a time: the other version starts beside it, both work, then the one that ran is asked to stop. */
const roll = async (checkout: string, balancer: Set<string>) => {
  for (const app of appNames) {
    const leaving = apps.get(app)!
    const coming = await start(app, checkout)
    if (app === 'ingress') balancer.add(coming.address)
    await someMore(3)
    if (app === 'ingress') balancer.delete(leaving.address)
    expect(await leaving.stop('SIGTERM')).toBe(0)
    apps.set(app, coming)
  }
}

test('a rolling update under load, and the way back, lose nothing and double nothing', { timeout: patienceMs }, async () => {
  const { addTenant } = (await import(pathToFileURL(join(previous, 'e2e/tenant.ts')).href)) as typeof import('../tenant.ts')
  const tenant = await addTenant(postgres, env['HANSARD_KEYS']!, simulator)
  const balancer = new Set([apps.get('ingress')!.address])
  const sender = startSender(tenant, simulator, 700, () => [...balancer])
  await someMore(3)

  // The hook comes first: new topics, schemas and tables, under the feet of the version before.
  await provision(here)
  await someMore(3)
  await roll(here, balancer)
  await roll(previous, balancer)
  await sender.stop()

  await expect.poll(finished, { timeout: 60_000, interval: 200 }).toBe(sender.accepted.length)
  const kafka = createKafka({ brokers: stack.kafka.brokers.split(','), clientId: 'e2e', log: createLogger('e2e', 'error') })
  opened.defer(() => kafka.close())
  const merged = await readTopic(kafka, await createRegistry(stack.registry.url).codec(chainTopics), mergedTranscripts)
  opened.defer(() => merged.stop())
  await expect.poll(() => merged.values.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(sender.accepted.length)
  const told = merged.values.flatMap(({ sources }) => sources.map(({ webhookEventId }) => webhookEventId))
  expect(new Set(told)).toEqual(new Set(sender.accepted))
  const revisions = merged.values.map(({ meetingId, revision }) => `${meetingId} ${revision}`)
  expect(revisions).toEqual([...new Set(revisions)])
  const letters = await Promise.all(appNames.filter((app) => app !== 'ingress').map((app) => kafka.lag('nobody', [`${app}.dlq`])))
  expect(letters.flat().filter(({ committed, end }) => end > committed)).toEqual([])
  expect(sender.refused).toEqual([])
})
