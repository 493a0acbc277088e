import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { parseKeyRing } from '@hansard/shared/crypto/key-ring'
import { addIntegration } from '@hansard/shared/directory/administration'
import { createCredentials } from '@hansard/shared/directory/credentials'
import { createKafka } from '@hansard/shared/kafka/kafka'
import { topicSpecs } from '@hansard/shared/provision/topics'
import { createRedis } from '@hansard/shared/redis/redis'
import { createLogger } from '@hansard/shared/runtime/logger'
import { rawWebhooks } from '@hansard/shared/topics'
import { firefliesV2 } from '@hansard/simulator/fireflies/webhooks'
import { inventMeeting } from '@hansard/simulator/meeting/invent'
import { otterWorkspaceBare } from '@hansard/simulator/otter/webhooks'
import type { Webhook } from '@hansard/simulator/webhook/webhook'
import { zoomRecordingCompleted, zoomTranscriptCompleted } from '@hansard/simulator/zoom/webhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from './cli.ts'
import { appNames } from './app-process.ts'
import { leaks, secretTexts, type Canary, type Place } from './canaries.ts'
import { startPipeline, type Pipeline } from './pipeline.ts'
import type { Tenant } from './tenant.ts'

const name = 'e2e-secrets'
const retryDelays = '0.2,0.4'
let hansard: Pipeline

beforeAll(async () => {
  hansard = await startPipeline(name, retryDelays)
})
afterAll(() => hansard.stop())

const canary = () => randomBytes(15).toString('base64')
const webhookSecret = /token|passcode|password|_url$/

/** The webhook with secrets of its own wherever Zoom puts them, and where people do. */
const withSecrets = (webhook: Webhook, overHost?: string): { readonly webhook: Webhook; readonly canaries: readonly Canary[] } => {
  const body = JSON.parse(webhook.body) as { payload: { object: Record<string, unknown> } }
  const pwd = randomBytes(12).toString('hex')
  const files = (body.payload.object['recording_files'] as Record<string, unknown>[]).map((file) =>
    overHost === undefined
      ? file
      : { ...file, download_url: `https://${overHost}/rec/${randomBytes(12).toString('hex')}?access_token=${pwd}` },
  )
  Object.assign(body.payload.object, {
    password: canary(),
    recording_play_passcode: canary(),
    share_url: `https://example.zoom.us/rec/share/${randomBytes(12).toString('hex')}?pwd=${pwd}`,
    agenda: `Join at https://example.zoom.us/j/85930046217?pwd=${pwd} please`,
    recording_files: files,
  })
  return {
    webhook: { ...webhook, body: JSON.stringify(body) },
    canaries: [...secretTexts(body, webhookSecret), { what: 'the passcode in a text', value: pwd }],
  }
}

/** What Otter sends where the transcript has to be asked for. */
const withoutTranscript = (webhook: Webhook): Webhook => {
  const body: unknown = JSON.parse(webhook.body, (key, value: unknown) => (key === 'transcript' ? undefined : value))
  return { ...webhook, body: JSON.stringify(body) }
}

const idOf = (answer: { readonly body: string }) => (JSON.parse(answer.body) as { readonly webhook_event_id: string }).webhook_event_id
const statusOf = async (id: string) => {
  const [row] = await hansard.postgres.query<{ readonly status: string }>('SELECT status FROM mcp.webhook_events WHERE id = $1', [id])
  return row?.status ?? ''
}
const ends = async (id: string, as: RegExp = /^(?:processed|failed|rejected)$/) => {
  await expect.poll(() => statusOf(id), { timeout: 90_000, interval: 200 }).toMatch(as)
}

const keyRing = () => parseKeyRing(hansard.env['HANSARD_KEYS'] ?? '')

/** An integration whose user gave the app a refresh token, which Zoom replaces at every use. */
const addUser = async ({ workspaceId }: Tenant) => {
  const { clientId, clientSecret, refreshToken } = hansard.simulator.credentials.zoom
  const credentials = { clientId, clientSecret, refreshToken }
  const { id } = await addIntegration(hansard.postgres, keyRing(), { workspaceId, platform: 'zoom', name: 'zoom', credentials })
  return id
}

const hansardSays = async (...args: readonly string[]): Promise<string> => {
  const { out, err } = await runCli(hansard.env, ...args)
  return out + err
}

test('no secret is found anywhere but in webhooks.raw.v1, after deliveries that went well and such that did not', async () => {
  const tenant = await hansard.addTenant()
  const integrationId = await addUser(tenant)
  const canaries: Canary[] = [
    ...Object.entries(tenant.secrets).map(([platform, value]) => ({ what: `the webhook secret of ${platform}`, value })),
    ...Object.entries(tenant.paths).map(([platform, path]) => ({ what: `the URL key of ${platform}`, value: path.split('/').at(-1)! })),
    { what: 'the operator token', value: hansard.env['OPERATOR_TOKEN']! },
    { what: 'the key ring', value: hansard.env['HANSARD_KEYS']!.split(':')[1]! },
    { what: 'the bytes of a key', value: Buffer.from(hansard.env['HANSARD_KEYS']!.split(':')[1]!, 'base64').toString('latin1') },
    { what: 'the client secret of Zoom', value: hansard.simulator.credentials.zoom.clientSecret },
    { what: 'the API key of Fireflies', value: hansard.simulator.credentials.fireflies.apiKey },
    { what: 'the API key of Otter', value: hansard.simulator.credentials.otter.apiKey },
  ]
  const occasion = () => ({ at: Date.now(), simulator: hansard.simulator.address })
  const meeting = (seed: string) => {
    const invented = inventMeeting(seed, { domain: tenant.domain })
    hansard.simulator.addMeeting(invented)
    return invented
  }
  const delivered: string[] = []
  const deliver = async (given: ReturnType<typeof withSecrets>, as?: RegExp) => {
    canaries.push(...given.canaries)
    const id = idOf(await hansard.post(tenant, given.webhook))
    delivered.push(id)
    await ends(id, as)
  }
  const renewed = async () => {
    const { refreshToken, grant } = (await createCredentials(hansard.postgres, keyRing()).get(integrationId)) as {
      readonly refreshToken: string
      readonly grant?: { readonly accessToken: string }
    }
    canaries.push({ what: 'a refresh token', value: refreshToken })
    if (grant !== undefined) canaries.push({ what: 'an access token', value: grant.accessToken })
  }
  const { addFault, clearFaults } = hansard.simulator
  await renewed()

  // What goes well, and what a platform answers wrongly: retried, or given up.
  await deliver(withSecrets(zoomTranscriptCompleted(meeting('well'), occasion())), /processed/)
  await deliver(withSecrets(zoomRecordingCompleted(meeting('no transcript yet'), occasion())), /processed/)
  addFault({ endpoint: 'zoom.oauth', kind: 'status', status: 500, times: 1 })
  addFault({ endpoint: 'zoom.download', kind: 'expired-download-token', times: 2 })
  await deliver(withSecrets(zoomTranscriptCompleted(meeting('expired'), occasion())), /processed/)
  await renewed()
  addFault({ endpoint: 'zoom.download', kind: 'reset', times: 1 })
  addFault({ endpoint: 'zoom.cdn', kind: 'unavailable', times: 1 })
  await deliver(withSecrets(zoomTranscriptCompleted(meeting('interrupted'), occasion())), /processed/)
  addFault({ endpoint: 'zoom.download', kind: 'status', status: 403 })
  addFault({ endpoint: 'zoom.recordings', kind: 'status', status: 400 })
  await deliver(withSecrets(zoomTranscriptCompleted(meeting('refused'), occasion())), /failed/)
  clearFaults()
  await deliver(withSecrets(zoomTranscriptCompleted(meeting('elsewhere'), occasion()), 'evil.example'))
  addFault({ endpoint: 'fireflies.graphql', kind: 'graphql-error', code: 'forbidden' })
  await deliver({ webhook: firefliesV2(meeting('forbidden'), occasion()), canaries: [] }, /failed/)
  addFault({ endpoint: 'otter.conversation', kind: 'unauthorized' })
  await deliver({ webhook: withoutTranscript(otterWorkspaceBare(meeting('unauthorized'))), canaries: [] }, /failed/)
  clearFaults()

  // What strangers send, and mistakes with what is right.
  const stranger = withSecrets(zoomTranscriptCompleted(meeting('forged'), occasion()))
  canaries.push(...stranger.canaries)
  const forged = { ...tenant, secrets: { ...tenant.secrets, zoom: 'guessed' } }
  expect((await hansard.post(forged, stranger.webhook)).status).toBe(401)
  expect((await hansard.postShared(forged, stranger.webhook)).status).toBe(401)
  await hansard.post(tenant, { ...stranger.webhook, body: stranger.webhook.body.slice(0, -1) })
  const { address } = hansard.app('ingress')
  for (const path of Object.values(tenant.paths)) {
    await fetch(`${address}${path}`)
    await fetch(`${address}${path}/more`, { method: 'POST', body: stranger.webhook.body })
    await fetch(`${address}${path}x`, { method: 'POST', body: stranger.webhook.body })
  }
  for (const token of [hansard.env['OPERATOR_TOKEN']!, `${hansard.env['OPERATOR_TOKEN']!}x`])
    await fetch(`${address}/webhooks/zoom/endpoint-url`, { headers: { authorization: `Bearer ${token}` } })

  // What was accepted and cannot be verified any more: the whole webhook is in the verifier's dead letters.
  const orphan = withSecrets(zoomTranscriptCompleted(meeting('orphan'), occasion()))
  await hansard.app('verifier').stop('SIGTERM')
  canaries.push(...orphan.canaries)
  const id = idOf(await hansard.post(tenant, orphan.webhook))
  await hansard.postgres.query(`UPDATE core.integration_secrets SET active_until = '2000-01-01' WHERE integration_id = $1`, [integrationId])
  await hansard.startApp('verifier')
  await ends(id, /failed|rejected/)
  delivered.push(id)
  await renewed()

  const { topics, raw } = await topicPlaces()
  const places = [
    ...logPlaces(),
    ...topics,
    ...(await postgresPlaces()),
    ...(await redisPlaces()),
    ...(await httpPlaces()),
    ...(await commandPlaces(delivered)),
    { where: 'the process list', bytes: Buffer.from((await promisify(execFile)('ps', ['-eo', 'args'], { maxBuffer: 1 << 26 })).stdout) },
  ]
  expect(places.length).toBeGreaterThan(50)
  const empty = places.filter(
    ({ where, bytes }) => /log of|mcp.webhook_events|\/metrics|verifier.dlq|hansard where/.test(where) && bytes.length === 0,
  )
  expect(empty.map(({ where }) => where)).toEqual([])
  expect(leaks(canaries, places)).toEqual([])
  // They were there to be found: the one topic that holds webhooks whole has them.
  const found = leaks(canaries, [raw])
  for (const what of ['download_token', 'password', 'share_url', 'the passcode in a text'])
    expect(found).toContain(`${what} in ${raw.where}`)
})

test('a webhook secret is changed while deliveries come in: both are taken, the old one is retired once it is not used any more', async () => {
  const tenant = await hansard.addTenant()
  const [integration] = await hansard.postgres.query<{ readonly id: string }>(
    `SELECT id FROM core.integrations WHERE workspace_id = $1 AND platform = 'fireflies'`,
    [tenant.workspaceId],
  )
  const id = integration!.id
  const secretsOf = async () =>
    JSON.parse(await hansardSays('secret', 'list', id, '--json')) as { readonly id: string; readonly lastUsedAt: string | null }[]
  const renewed = { ...tenant, secrets: { ...tenant.secrets, fireflies: randomBytes(20).toString('hex') } }
  const send = (by: Tenant) => {
    const meeting = inventMeeting(randomBytes(4).toString('hex'))
    hansard.simulator.addMeeting(meeting)
    return hansard.post(by, firefliesV2(meeting, { at: Date.now() }))
  }
  expect((await send(renewed)).status).toBe(401)
  hansard.env['NEW_SECRET'] = renewed.secrets.fireflies
  expect(await hansardSays('secret', 'add', id, '--secret-from-env', 'NEW_SECRET')).toContain('has a new secret')
  delete hansard.env['NEW_SECRET']
  await expect.poll(async () => (await send(renewed)).status, { timeout: 60_000 }).toBe(200)
  await ends(idOf(await send(tenant)), /processed/)
  await expect
    .poll(async () => (await secretsOf()).every(({ lastUsedAt }) => lastUsedAt !== null), { timeout: 60_000, interval: 500 })
    .toBe(true)
  const [old, young] = await secretsOf()
  const lastUsed = async (secret: string) => {
    const metrics = await fetch(`${hansard.app('verifier').address}/metrics`).then((answer) => answer.text())
    return Number(new RegExp(`secret_last_used_timestamp_seconds\\{[^}]*secret_id="${secret}"[^}]*\\} (\\S+)`).exec(metrics)?.[1])
  }
  expect(Math.abs((await lastUsed(old!.id)) - Date.now() / 1_000)).toBeLessThan(120)

  expect(await hansardSays('secret', 'retire', old!.id)).toMatch(/is not retired\.\nIt was used \d+ (?:s|min) ago/)
  expect((await send(tenant)).status).toBe(200)
  await expect
    .poll(async () => Date.parse((await secretsOf())[0]?.lastUsedAt ?? '') > Date.parse(old!.lastUsedAt!), {
      timeout: 60_000,
      interval: 500,
    })
    .toBe(true)
  await hansard.postgres.query(`UPDATE core.secret_use SET last_used_at = now() - interval '2 days' WHERE secret_id = $1`, [old!.id])
  await ends(idOf(await send(renewed)), /processed/)
  await expect
    .poll(() => hansardSays('secret', 'retire', old!.id, '--now'), { timeout: 60_000, interval: 500 })
    .toMatch(/ends 20.*It was last used 2 days ago/s)
  await expect.poll(async () => (await send(tenant)).status, { timeout: 60_000 }).toBe(401)
  expect((await send(renewed)).status).toBe(200)
  expect(await lastUsed(young!.id)).toBeGreaterThan(0)
  // The verifier learns of it at its own next look.
  await expect.poll(() => lastUsed(old!.id), { timeout: 60_000 }).toBeNaN()
})

test('the key is changed while everything runs: what it sealed in topics is opened, and status tells until when it is needed', async () => {
  const tenant = await hansard.addTenant()
  const before = hansard.env['HANSARD_KEYS']!
  const fresh = `fresh:${randomBytes(32).toString('base64')}`
  const send = async (seed: string) => {
    const meeting = inventMeeting(seed)
    hansard.simulator.addMeeting(meeting)
    return idOf(await hansard.post(tenant, zoomTranscriptCompleted(meeting, { at: Date.now(), simulator: hansard.simulator.address })))
  }
  const restart = async (...apps: readonly ('ingress' | 'verifier' | 'transcript-processor')[]) => {
    for (const app of apps) {
      await hansard.app(app).stop('SIGTERM')
      await hansard.startApp(app)
    }
  }
  // What travels is sealed with the old key, and its reader is down until the key has been changed.
  await hansard.app('transcript-processor').stop('SIGTERM')
  const inFlight = await send('in flight')
  await ends(inFlight, /processing/)

  hansard.env['HANSARD_KEYS'] = `${fresh},${before}`
  await restart('ingress')
  expect(await hansardSays('keys', 'rotate')).toMatch(/do not have it:\n {2}verifier .* has e2e\n/)
  await restart('verifier')
  await hansard.startApp('transcript-processor')
  await ends(inFlight, /processed/)
  const rotated = await hansardSays('keys', 'rotate')
  expect(rotated).toMatch(/webhook secrets: [1-9]\d* sealed with fresh/)
  await ends(await send('after'), /processed/)

  const { keys } = JSON.parse(await hansardSays('keys', 'status', '--json')) as {
    readonly keys: readonly {
      readonly keyId: string
      readonly rows: Record<string, number>
      readonly records: readonly { readonly topic: string }[]
      readonly sealers: readonly string[]
    }[]
  }
  const [now, old] = ['fresh', 'e2e'].map((keyId) => keys.find((key) => key.keyId === keyId)!)
  expect(Object.values(old!.rows)).toEqual([0, 0])
  expect(old!.sealers).toEqual([])
  expect(old!.records.map(({ topic }) => topic)).toEqual(
    expect.arrayContaining(['verifier.dlq', 'webhooks.unique.v1', 'webhooks.verified.v1']),
  )
  expect(now!.records.map(({ topic }) => topic)).toContain('webhooks.verified.v1')
  expect(await hansardSays('keys', 'status')).toMatch(/Key e2e\n(?: .*\n)*? +keep it until 20/)
})

const logPlaces = (): readonly Place[] =>
  appNames.map((app) => ({
    where: `the log of ${app}`,
    bytes: readFileSync(fileURLToPath(new URL(`../.hansard/${name}/logs/${app}.log`, import.meta.url))),
  }))

/** Every topic's keys, headers and values. */
const topicPlaces = async (): Promise<{ readonly topics: readonly Place[]; readonly raw: Place }> => {
  const specs = topicSpecs({ partitions: 1, replicationFactor: 1, minInSyncReplicas: 1, retryDelays: retryDelays.split(',').map(Number) })
  const contents = new Map<string, Buffer[]>(specs.map((spec) => [spec.name, []]))
  const kafka = createKafka({ brokers: hansard.stack.kafka.brokers.split(','), clientId: 'e2e', log: createLogger('e2e', 'error') })
  await kafka.read([...contents.keys()], async (records) => {
    for (const { topic, key, value, headers } of records)
      contents.get(topic)?.push(Buffer.from(`\n${key}\n${JSON.stringify(headers)}\n`), value ?? Buffer.alloc(0))
  })
  await kafka.close()
  const places = [...contents].map(([topic, parts]) => ({ where: `the topic ${topic}`, bytes: Buffer.concat(parts) }))
  const raw = places.find(({ where }) => where.endsWith(rawWebhooks.name))!
  return { topics: places.filter((place) => place !== raw), raw }
}

/** Every table as text. */
const postgresPlaces = async (): Promise<readonly Place[]> => {
  const tables = await hansard.postgres.query<{ readonly table: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS table FROM information_schema.tables
     WHERE table_schema NOT IN ('pg_catalog', 'information_schema')`,
  )
  return Promise.all(
    tables.map(async ({ table }) => {
      const rows = await hansard.postgres.query<{ readonly row: string }>(`SELECT row_to_json(t)::text AS row FROM ${table} t`)
      return { where: `the table ${table}`, bytes: Buffer.from(rows.map(({ row }) => row).join('\n')) }
    }),
  )
}

const redisPlaces = async (): Promise<readonly Place[]> => {
  const redis = createRedis(hansard.stack.redis.url)
  await new Promise((resolve) => redis.once('ready', resolve))
  const keys = await redis.keys('*')
  const values = await Promise.all(
    keys.map(async (key) => Buffer.concat([Buffer.from(`${key}\n`), (await redis.dumpBuffer(key)) ?? Buffer.alloc(0)])),
  )
  redis.disconnect()
  return [{ where: 'Redis', bytes: Buffer.concat(values) }]
}

/** What each app answers without being asked for a secret. Where an app listens, it has logged. */
const httpPlaces = async (): Promise<readonly Place[]> => {
  const asked = logPlaces().flatMap(({ where, bytes }) => {
    const addresses = new Set([...bytes.toString().matchAll(/"address":"(http:[^"]+)"/g)].map(([, address = '']) => address))
    return [...addresses].flatMap((address) =>
      ['/metrics', '/readyz', '/healthz', '/'].map((path) => ({ where, url: `${address}${path}` })),
    )
  })
  const answers = await Promise.all(
    asked.map(async ({ where, url }) => {
      // A process that was replaced answers no more.
      const text = await fetch(url).then(
        (answer) => answer.text(),
        () => undefined,
      )
      return text === undefined ? [] : [{ where: `${new URL(url).pathname} of ${where.split(' ').at(-1)}`, bytes: Buffer.from(text) }]
    }),
  )
  return answers.flat()
}

/** What the command line tells of these deliveries, and of everything. */
const commandPlaces = async (ids: readonly string[]): Promise<readonly Place[]> => {
  const commands = [
    ...ids.map((id) => ['where', id, '--json']),
    ['where', ids.at(-1) ?? ''],
    ['dlq', 'show', ids.at(-1) ?? '', '--json'],
    ['dlq', 'list', '--json', '--all'],
    ['integration', 'list', '--json'],
    ['secret', 'list', '--json'],
    ['keys', 'status', '--json'],
  ]
  return Promise.all(commands.map(async (args) => ({ where: `hansard ${args.join(' ')}`, bytes: Buffer.from(await hansardSays(...args)) })))
}
