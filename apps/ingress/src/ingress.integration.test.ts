import { randomUUID } from 'node:crypto'
import { Registry as MetricsRegistry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hmacHex } from '@hansard/platforms/hmac'
import { createPlatforms } from '@hansard/platforms/platforms'
import { webhookClaimKey } from '@hansard/shared/claims/webhook-claim'
import { redisClaimKey } from '@hansard/shared/claims/redis-holders'
import { parseKeyRing } from '@hansard/shared/crypto/key-ring'
import { addIntegration, addWorkspace } from '@hansard/shared/directory/administration'
import { changeIntake } from '@hansard/shared/directory/intake-settings'
import { createKafka } from '@hansard/shared/kafka/kafka'
import type { Kafka, KafkaRecord, OutgoingRecord } from '@hansard/shared/kafka/port'
import { migrate } from '@hansard/shared/postgres/migrate'
import { createPostgres } from '@hansard/shared/postgres/postgres'
import { createRedis, redisReady } from '@hansard/shared/redis/redis'
import { createRegistry } from '@hansard/shared/registry/registry'
import type { App } from '@hansard/shared/runtime/app'
import { readConfig } from '@hansard/shared/runtime/config'
import { createHealth, type Health } from '@hansard/shared/runtime/health'
import { createLogger } from '@hansard/shared/runtime/logger'
import { rawWebhooks, securityEvents } from '@hansard/shared/topics'
import { ingressConfig } from './config.ts'
import { startIngress } from './ingress.ts'
import { createReplayWatch } from './replay-watch.ts'
import { createSeen } from './seen.ts'
import { openLimiter } from './limits/open-limiter.ts'

const keys = `test:${Buffer.alloc(32, 1).toString('base64')}`
const config = readConfig(ingressConfig, {
  ...process.env,
  HANSARD_KEYS: keys,
  PORT: '0',
  SECURITY_FLUSH_MS: '50',
  DIRECTORY_REFRESH_MS: '200',
})
const log = createLogger('ingress', 'silent')
const mark = randomUUID()
const secret = `secret-${mark}`

/** Kafka with this test's own topics in place of the chain's: same names, and a mark. */
const withOwnTopics = (kafka: Kafka): Kafka => {
  const own = (topic: string) => `${topic}.${mark}`
  return {
    ...kafka,
    partitionCount: (topic) => kafka.partitionCount(own(topic)),
    async producer() {
      const producer = await kafka.producer()
      return {
        ...producer,
        send: (records: readonly OutgoingRecord[]) => producer.send(records.map((record) => ({ ...record, topic: own(record.topic) }))),
      }
    },
  }
}

const kafka = createKafka({ brokers: config.KAFKA_BROKERS, clientId: 'ingress-test', log })
const postgres = createPostgres(config.DATABASE_URL)
const redis = createRedis(config.REDIS_URL)
const registry = createRegistry(config.SCHEMA_REGISTRY_URL)
const stopping = new AbortController()
const releases: (() => Promise<void> | void)[] = []
const health = createHealth()
const app: App & Health = {
  name: 'ingress',
  log,
  outcomes: log,
  metrics: new MetricsRegistry(),
  signal: stopping.signal,
  ...health,
  onStop: (_what, release) => void releases.unshift(release),
  fail: (error) => expect.unreachable(error.message),
}
const stop = async () => {
  stopping.abort()
  for (const release of releases) await release()
}

let address = ''
let workspaceId = ''
let integrationId = ''
const read: KafkaRecord[] = []
const readBy = (webhookEventId: string) => read.find(({ headers }) => headers['webhook-event-id'] === webhookEventId)

beforeAll(async () => {
  await Promise.all([migrate(config.DATABASE_URL), registry.register([securityEvents]), redisReady(redis)])
  workspaceId = await addWorkspace(postgres, { name: mark, domains: [`${mark}.example`], members: [] })
  const { id } = await addIntegration(postgres, parseKeyRing(keys), { workspaceId, platform: 'zoom', name: 'main', secrets: [secret] })
  await changeIntake(postgres, id, { overLimit: 'admit' })
  integrationId = id
  const topics = [rawWebhooks, securityEvents].map(({ name }) => `${name}.${mark}`)
  await kafka.createTopics(topics.map((name) => ({ name, partitions: 3, replicationFactor: 1, config: {} })))
  const seen = createSeen(redis, 1_000)
  const platforms = [...createPlatforms(config).values()]
  const limiter = openLimiter(app, config, redis)
  address = await startIngress(app, config, { platforms, kafka: withOwnTopics(kafka), seen, limiter, replays: createReplayWatch(redis) })
  const consumer = await kafka.consume({
    group: `ingress-test-${mark}`,
    topics,
    maxRecords: 100,
    guarantee: 'at-least-once',
    handle: async ({ records }) => {
      read.push(...records)
      return { outputs: [], done: records.length }
    },
    onFatal: (error) => expect.unreachable(error.message),
  })
  releases.unshift(() => consumer.stop())
})
afterAll(async () => {
  if (!stopping.signal.aborted) await stop()
  await postgres.query('DELETE FROM core.integrations WHERE workspace_id = $1', [workspaceId])
  await Promise.all([postgres.close(), kafka.close()])
  redis.disconnect()
})

const recording = (uuid: string) =>
  JSON.stringify({
    event: 'recording.transcript_completed',
    event_ts: Date.now(),
    payload: {
      account_id: 'acc',
      object: { id: 84512007731, uuid, topic: 'café 🚀', host_email: `ann@${mark}.example`, recording_files: [] },
    },
  })
const post = async (body: string, key = secret) => {
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const headers = { 'x-zm-request-timestamp': timestamp, 'x-zm-signature': `v0=${hmacHex(key, `v0:${timestamp}:`, body)}` }
  const answer = await fetch(`${address}/webhooks/zoom/recording-completed`, { method: 'POST', body, headers })
  return { code: answer.status, headers, body: (await answer.json()) as Record<string, string> }
}

describe('the ingress on real Kafka, PostgreSQL, Redis and registry', () => {
  it('answers 200 only for what can be read from the topic: the exact bytes, under their key, with their headers', async () => {
    const body = recording('uuid-1')
    const answer = await post(body)
    expect(answer).toMatchObject({ code: 200, body: { status: 'accepted', meeting_id: 84512007731 } })
    await expect.poll(() => readBy(answer.body['webhook_event_id']!), { timeout: 60_000 }).toBeDefined()
    const record = readBy(answer.body['webhook_event_id']!)!
    expect(record.topic).toBe(`webhooks.raw.v1.${mark}`)
    expect(record.value?.toString()).toBe(body)
    expect(record.headers).toMatchObject({
      platform: 'zoom',
      'remote-address': '127.0.0.1',
      'http-x-zm-signature': answer.headers['x-zm-signature'],
      'http-x-zm-request-timestamp': answer.headers['x-zm-request-timestamp'],
    })
  })

  it('loses none of many deliveries at once', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => post(recording(`many-${index}`))))
    expect(answers.map(({ code }) => code)).toEqual(Array.from({ length: 100 }, () => 200))
    const ids = answers.map(({ body }) => body['webhook_event_id']!)
    await expect.poll(() => ids.filter((id) => readBy(id) === undefined), { timeout: 60_000 }).toEqual([])
  })

  it('calls a delivery a duplicate once its event is claimed', async () => {
    const body = recording('uuid-2')
    const platform = createPlatforms(config).get('zoom')!
    const reading = platform.readEvent(Buffer.from(body))
    if (reading.kind !== 'event') throw new Error('the recording is an event')
    await redis.set(redisClaimKey(webhookClaimKey({ ...reading.event, workspaceId, platform: 'zoom' })), 'somebody', 'PX', 60_000)
    expect(await post(body)).toMatchObject({ code: 200, body: { status: 'duplicate', meeting_id: 84512007731 } })
  })

  it('publishes a refused signature as a security event that others can decode', async () => {
    expect(await post(recording('uuid-3'), 'wrong secret')).toMatchObject({ code: 401 })
    const published = () => read.find(({ topic }) => topic === `security.events.v1.${mark}`)
    await expect.poll(published, { timeout: 60_000 }).toBeDefined()
    const codec = await registry.codec([securityEvents])
    expect(published()?.key).toBe('127.0.0.1')
    expect(await codec.decode(securityEvents.contract, published()?.value ?? null)).toMatchObject({
      type: 'webhook.signature_verification_failed',
      platform: 'zoom',
      remoteAddress: '127.0.0.1',
      count: 1,
    })
  })

  it('takes a secret that was added a moment ago', async () => {
    const newer = `newer-${mark}`
    await addIntegration(postgres, parseKeyRing(keys), { workspaceId, platform: 'zoom', name: 'main', secrets: [secret, newer] })
    await expect.poll(async () => (await post(recording('uuid-4'), newer)).code, { timeout: 20_000, interval: 100 }).toBe(200)
  })

  it('takes no more than the limit that is set while it runs', async () => {
    await changeIntake(postgres, integrationId, { overLimit: 'refuse', perMinute: 3 })
    const codes: number[] = []
    const untilRefused = async () => {
      const answer = await post(recording('uuid-6'))
      codes.push(answer.code)
      return answer.code
    }
    await expect.poll(untilRefused, { timeout: 20_000, interval: 10 }).toBe(429)
    const key = `hansard:limit:{${workspaceId}:zoom/recording-completed}`
    expect(await redis.zcard(key)).toBe(3)
    await changeIntake(postgres, integrationId, { overLimit: 'admit' })
    await expect.poll(async () => (await post(recording('uuid-7'))).code, { timeout: 20_000, interval: 50 }).toBe(200)
  })

  it('is ready, and lets go of everything when it stops', async () => {
    expect(app.notReady()).toEqual({})
    expect(app.operatorPage('/webhooks/zoom/endpoint-url')?.()).toMatchObject({ url: `${address}/webhooks/zoom/recording-completed` })
    await stop()
    await expect(post(recording('uuid-5'))).rejects.toThrow('fetch failed')
  })
})
