import { randomBytes, randomUUID } from 'node:crypto'
import { ZoomCredentials } from '@hansard/platforms/zoom/credentials'
import { createOAuth } from '@hansard/platforms/zoom/oauth'
import { parseKeyRing } from '@hansard/shared/crypto/key-ring'
import { addIntegration, addWorkspace, disableIntegration } from '@hansard/shared/directory/administration'
import { createCredentials } from '@hansard/shared/directory/credentials'
import type { Http } from '@hansard/shared/http/http'
import { migrate } from '@hansard/shared/postgres/migrate'
import { createPostgres, type Postgres } from '@hansard/shared/postgres/postgres'
import { startSimulator, type Simulator } from '@hansard/simulator/simulator'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

const databaseUrl = process.env['DATABASE_URL'] ?? ''
const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`
const keys = key('test')
const pools: Postgres[] = []
let simulator: Simulator

beforeAll(() => migrate(databaseUrl))
beforeEach(async () => {
  // Its OAuth knows one refresh token at a time: the one it gave last.
  simulator = await startSimulator()
  return () => simulator.close()
})
afterAll(async () => void (await Promise.all(pools.map((pool) => pool.close()))))

const connection = () => {
  const postgres = createPostgres(databaseUrl)
  pools.push(postgres)
  return postgres
}
const http: Http = async ({ url, method, headers, body }) => {
  const answer = await fetch(url, { method: method ?? 'GET', headers: { ...headers }, ...(body === undefined ? {} : { body }) })
  return { status: answer.status, headers: {}, body: Buffer.from(await answer.arrayBuffer()) }
}
const signal = new AbortController().signal

const userCredentials = () => {
  const { clientId, clientSecret, refreshToken } = simulator.credentials.zoom
  return { clientId, clientSecret, refreshToken }
}
const connected = async () => {
  const postgres = connection()
  const workspaceId = await addWorkspace(postgres, { name: randomUUID(), domains: [], members: [] })
  const give = (credentials: object) =>
    addIntegration(postgres, parseKeyRing(keys), { workspaceId, platform: 'zoom', name: 'main', secrets: [], credentials })
  return { give, id: (await give(userCredentials())).id, postgres }
}

/** What one transcript-processor has for itself: connections, key ring, memory. `now`: its clock. */
const processor = (id: string, clock: { now: number } = { now: Date.now() }, ring = keys) => {
  const credentials = createCredentials(connection(), parseKeyRing(ring))
  const oauth = createOAuth({ oauthUrl: simulator.env.ZOOM_OAUTH_URL, now: () => clock.now })
  const stored = async () => ZoomCredentials.parse(await credentials.get(id)) as ReturnType<typeof userCredentials>
  const token = async () =>
    oauth.accessToken({ credentials: await stored(), renewCredentials: (renewal) => credentials.renew(id, renewal, signal), signal }, http)
  return { clock, stored, token, refused: oauth.refused, credentials }
}
const renewals = () => simulator.requests().filter(({ endpoint }) => endpoint === 'zoom.oauth')

test('many processors that need a token at once ask Zoom once and share what it gave', async () => {
  const { id } = await connected()
  const processors = Array.from({ length: 6 }, () => processor(id))
  const tokens = await Promise.all(processors.flatMap(({ token }) => [token(), token()]))
  expect(new Set(tokens).size).toBe(1)
  expect(renewals().map(({ status }) => status)).toEqual([200])
})

test('two processors that renew at once, again and again, never ask with a void token and never lose the newest', async () => {
  const { id } = await connected()
  const clock = { now: Date.now() }
  const both = [processor(id, clock), processor(id, clock)]
  for (let round = 0; round < 20; round++) {
    const tokens = await Promise.all(both.map(({ token }) => token()))
    expect(tokens[0]).toBe(tokens[1])
    clock.now += 3_600_000
  }
  expect(renewals().map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
  // What is stored is what Zoom would take now.
  expect(await processor(id, clock).token()).toBeTruthy()
})

test('a processor that cannot store what Zoom gave stores it later; another one cannot ask with the void token meanwhile', async () => {
  const { id, postgres } = await connected()
  const [first, second] = [processor(id), processor(id)]
  const lock = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  const blocking = postgres.transaction(async (transaction) => {
    await transaction.query('SELECT 1 FROM core.integrations WHERE id = $1 FOR UPDATE', [id])
    held.resolve()
    await lock.promise
  })
  await held.promise
  const asking = first.token()
  await expect.poll(() => renewals().length).toBe(1)
  const waiting = second.token()
  lock.resolve()
  await blocking
  expect(await waiting).toBe(await asking)
  expect(renewals()).toHaveLength(1)
})

test('a renewal that was given up by a process that died can be done by another once its lease has ended', async () => {
  const { id, postgres } = await connected()
  await postgres.query(`INSERT INTO core.credential_renewals VALUES ($1, $2, now() + interval '1 second')`, [id, randomUUID()])
  const asking = processor(id).token()
  expect(renewals()).toEqual([])
  expect(await asking).toBeTruthy()
})

test('credentials that a person gives while Zoom is asked stay; the same given again change nothing', async () => {
  const { id, give } = await connected()
  const { token, stored } = processor(id)
  await token()
  const renewed = await stored()
  expect(renewed.refreshToken).not.toBe(userCredentials().refreshToken)
  await give(userCredentials())
  expect(await stored()).toEqual(renewed)
  const other = { ...userCredentials(), refreshToken: 'of a new consent' }
  await processor(id).credentials.renew(
    id,
    async (before) => {
      await give(other)
      return { ...(before as object), refreshToken: 'renewed' }
    },
    signal,
  )
  expect(await stored()).toEqual(other)
})

test('what another key has sealed meanwhile is replaced all the same', async () => {
  const { id, postgres } = await connected()
  const rotated = parseKeyRing(`${key('new')},${keys}`)
  const credentials = createCredentials(postgres, rotated)
  const renewal = async (before: unknown) => {
    await postgres.query('UPDATE core.integrations SET credentials_enc = $2 WHERE id = $1', [id, rotated.seal(JSON.stringify(before), id)])
    return { ...userCredentials(), refreshToken: 'renewed' }
  }
  await credentials.renew(id, renewal, signal)
  expect(await credentials.get(id)).toMatchObject({ refreshToken: 'renewed' })
})

test('a disabled integration is not renewed', async () => {
  const { id, postgres } = await connected()
  await disableIntegration(postgres, id)
  await expect(processor(id).credentials.renew(id, async () => ({}), signal)).rejects.toMatchObject({ name: 'PermanentError' })
})
