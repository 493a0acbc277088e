import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import { createPostgres, type Postgres } from '@hansard/shared/postgres/postgres'
import { redisReady } from '@hansard/shared/redis/redis'
import { chainTopics, mergedTranscripts } from '@hansard/shared/topics'
import { sampleMeeting } from '@hansard/simulator/meeting/sample'
import { startSimulator } from '@hansard/simulator/simulator'
import { sendWebhook } from '@hansard/simulator/webhook/send'
import { zoomTranscriptCompleted } from '@hansard/simulator/zoom/webhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appNames, startApp, type AppName, type AppProcess } from './app-process.ts'
import { connectAs, startLocked, type Locked, type User } from './locked.ts'
import { addTenant } from './tenant.ts'
import { readTopic, type TopicReader } from './topic-reader.ts'

const stateDir = fileURLToPath(new URL('../.hansard/e2e-locked', import.meta.url))
const settings = {
  HANSARD_KEYS: `e2e:${randomBytes(32).toString('base64')}`,
  PORT: '0',
  HEALTH_PORT: '0',
  RETRY_DELAYS: '0.2,0.4,0.8,1.6',
  DIRECTORY_REFRESH_MS: '200',
}
const opened = new AsyncDisposableStack()
const as = (user: User) => connectAs(locked.envOf(user), opened)
let locked: Locked
let owner: Postgres
let merged: TopicReader<MergedTranscript>

beforeAll(async () => {
  locked = await startLocked(stateDir, settings, opened)
  owner = createPostgres(locked.stack.postgres.url)
  opened.defer(() => owner.close())
  const { kafka, registry } = connectAs(locked.admin, opened)
  merged = await readTopic(kafka, await registry.codec(chainTopics), mergedTranscripts)
  opened.defer(() => merged.stop())
})
afterAll(() => opened.disposeAsync())

test('a meeting goes through the six apps, each under a name of its own', async () => {
  const simulator = await startSimulator()
  const apps = new Map<AppName, AppProcess>()
  try {
    const tenant = await addTenant(owner, settings.HANSARD_KEYS, simulator)
    simulator.addMeeting(sampleMeeting)
    const { ledger } = locked.stack
    const start = async (app: AppName) => {
      const env = { ...locked.envOf(app), ...simulator.env }
      apps.set(app, await startApp(app, { env, logFile: join(stateDir, 'logs', `${app}.log`), ledger }))
    }
    await Promise.all(appNames.map(start))
    const url = `${apps.get('ingress')!.address}${tenant.paths.zoom}`
    const webhook = zoomTranscriptCompleted(sampleMeeting, { at: Date.now(), simulator: simulator.address })
    // Until the ingress has learned of the tenant.
    const send = () => sendWebhook({ url, ...webhook, secret: tenant.secrets.zoom })
    await expect.poll(async () => (await send()).status, { timeout: 30_000 }).toBe(200)
    await expect.poll(() => merged.values.length, { timeout: 60_000 }).toBe(1)
    expect(merged.values[0]).toMatchObject({ workspaceId: tenant.workspaceId, revision: 1, status: 'active' })
    const statuses = () => owner.query<{ status: string }>('SELECT status FROM mcp.webhook_events')
    await expect.poll(statuses, { timeout: 30_000 }).toContainEqual({ status: 'processed' })
  } finally {
    await Promise.all([...apps.values()].map((app) => app.stop('SIGTERM')))
    await simulator.close()
  }
})

test.each<[User, string]>([
  ['ingress', 'SELECT credentials_enc FROM core.integrations'],
  ['ingress', 'SELECT * FROM core.integrations'],
  ['ingress', "UPDATE core.integrations SET status = 'disabled'"],
  ['ingress', 'SELECT document FROM meetings.revisions'],
  ['ingress', 'SELECT * FROM mcp.webhook_events'],
  ['verifier', 'SELECT credentials_enc FROM core.integrations'],
  ['deduper', 'SELECT id FROM core.integrations'],
  ['transcript-processor', 'SELECT secret_enc FROM core.integration_secrets'],
  ['transcript-processor', "UPDATE core.integrations SET status = 'connected'"],
  ['merger', 'SELECT id FROM core.integrations'],
  ['recorder', 'SELECT credentials_enc FROM core.integrations'],
  ['recorder', 'SELECT secret_enc FROM core.integration_secrets'],
  ['recorder', 'DELETE FROM meetings.revisions'],
  ['cli', 'DROP TABLE mcp.claims'],
  ['cli', 'SELECT document FROM meetings.transcript_revisions'],
])('%s may not: %s', async (user, statement) => {
  await expect(as(user).postgres.query(statement)).rejects.toThrow(/permission denied|must be owner/)
})

test('the ingress reads what it verifies with', async () => {
  expect(await as('ingress').postgres.query('SELECT secret_enc FROM core.integration_secrets')).not.toEqual([])
})

test.each<[User, string]>([
  ['ingress', 'webhooks.raw.v1'],
  ['ingress', 'transcripts.merged.v1'],
  ['verifier', 'transcripts.fetched.v1'],
  ['recorder', 'transcripts.merged.v1'],
  ['cli', 'webhooks.raw.v1'],
])('%s may not read %s, in which there are records', async (user, topic) => {
  await expect(as(user).kafka.read([topic], async () => undefined)).rejects.toThrow(/not authorized|Failed to find group coordinator/i)
})

test('who may do everything reads them in the same way', async () => {
  const seen = new Set<string>()
  const topics = ['webhooks.raw.v1', 'transcripts.fetched.v1', 'transcripts.merged.v1']
  await connectAs(locked.admin, opened).kafka.read(topics, async (records) => records.forEach(({ topic }) => seen.add(topic)))
  expect([...seen].toSorted()).toEqual(topics.toSorted())
})

test.each<[User, string]>([
  ['ingress', 'transcripts.merged.v1'],
  ['recorder', 'transcripts.merged.v1'],
  ['recorder', 'transcripts.fetched.v1'],
  ['verifier', 'webhooks.raw.v1'],
  ['cli', 'transcripts.merged.v1'],
])('%s may not write %s', async (user, topic) => {
  const producer = await as(user).kafka.producer()
  opened.defer(() => producer.close())
  const record = { topic, partition: 0, key: 'forged', value: Buffer.from('forged'), headers: {} }
  await expect(producer.send([record])).rejects.toThrow(/not authorized/i)
})

test('nobody may grant, or make topics', async () => {
  const { kafka } = as('merger')
  const topic = { name: 'mine', partitions: 1, replicationFactor: 1, config: {} }
  await expect(kafka.createTopics([topic])).rejects.toThrow('Topic creation errors')
  const acl = {
    principal: 'User:hansard-merger',
    resource: 'topic',
    name: 'webhooks.raw.v1',
    pattern: 'literal',
    operations: ['read'],
  } as const
  await expect(kafka.createAcls([acl])).rejects.toThrow('Cluster authorization failed')
})

test('a wrong password is refused by each of them', async () => {
  const env = locked.envOf('merger')
  const wrong = (name: string) => env[name]?.replace(/(hansard.merger):[^@]*@/, '$1:wrong@')
  const { kafka, postgres, redis, registry } = connectAs(
    {
      ...env,
      KAFKA_SASL_PASSWORD: 'wrong',
      SCHEMA_REGISTRY_PASSWORD: 'wrong',
      REDIS_URL: wrong('REDIS_URL'),
      DATABASE_URL: wrong('DATABASE_URL'),
    },
    opened,
  )
  await expect(kafka.partitionCount('webhooks.raw.v1')).rejects.toThrow(/authentication/i)
  await expect(postgres.ping()).rejects.toThrow(/password authentication failed/)
  await expect(registry.codec([mergedTranscripts])).rejects.toThrow('registry is unavailable')
  await expect(redis.get('hansard:claim:x')).rejects.toThrow(/Connection is closed|writeable|WRONGPASS/)
})

test('Redis gives each app its own keys and commands', async () => {
  const { redis } = as('deduper')
  await redisReady(redis)
  expect(await redis.get('hansard:claim:nobody')).toBeNull()
  await expect(redis.get('hansard:limit:somebody')).rejects.toThrow('NOPERM')
  await expect(redis.flushall()).rejects.toThrow('NOPERM')
  await expect(redis.config('GET', '*')).rejects.toThrow('NOPERM')
  const { redis: ofIngress } = as('ingress')
  await redisReady(ofIngress)
  expect(await ofIngress.get('hansard:claim:nobody')).toBeNull()
  for (const refused of [
    () => ofIngress.exists('hansard:claim:nobody'),
    () => ofIngress.del('hansard:claim:nobody'),
    () => ofIngress.scan(0),
    () => ofIngress.get('somebody:else'),
  ])
    await expect(refused()).rejects.toThrow('NOPERM')
})
