import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseKeyRing } from '../crypto/key-ring.ts'
import { createTestDatabase, type TestDatabase } from '../postgres/test-database.ts'
import { addIntegration, addWorkspace } from './administration.ts'
import { activeSecrets } from './directory.ts'
import { directoryVersion, loadDirectory } from './load-directory.ts'
import { createSecretUse } from './secret-use.ts'
import { addSecret, listSecrets, retireSecret, secretState } from './secrets.ts'

const keyRing = parseKeyRing(`test:${randomBytes(32).toString('base64')}`)
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase(process.env['DATABASE_URL'] ?? '')
})
afterAll(() => database.drop())

const connected = async (...secrets: readonly string[]) => {
  const workspaceId = await addWorkspace(database.postgres, { name: randomUUID(), domains: [], members: [] })
  return (await addIntegration(database.postgres, keyRing, { workspaceId, platform: 'zoom', name: 'main', secrets })).id
}
const add = (integrationId: string, value: string, from: Date | null = null, until: Date | null = null) =>
  addSecret(database.postgres, keyRing, { integrationId, value, activeFrom: from, activeUntil: until })
const secretsOf = async (id: string) => (await listSecrets(database.postgres)).filter(({ integrationId }) => integrationId === id)
const valuesAt = async (id: string, at: number) => {
  const { integrations } = await loadDirectory(database.postgres, keyRing)
  return activeSecrets(
    integrations.find((integration) => integration.id === id)!,
    at,
  ).map(({ value }) => value)
}

test('several secrets are valid at once, each in its own time, to the millisecond', async () => {
  const id = await connected('old')
  const [from, until] = [new Date(Date.now() + 3_600_000), new Date(Date.now() + 7_200_000)]
  const later = await add(id, 'later', from, until)
  expect(await valuesAt(id, Date.now())).toEqual(['old'])
  expect(await valuesAt(id, from.getTime() - 1)).toEqual(['old'])
  expect(await valuesAt(id, from.getTime())).toEqual(['old', 'later'])
  expect(await valuesAt(id, until.getTime())).toEqual(['old'])
  const listed = (await secretsOf(id)).find((secret) => secret.id === later)!
  expect(listed).toMatchObject({ activeFrom: from, activeUntil: until, lastUsedAt: null })
  expect([new Date(), from, until].map((at) => secretState(listed, at))).toEqual(['pending', 'active', 'ended'])
  expect(JSON.stringify(await secretsOf(id))).not.toMatch(/"old"|"later"/)
})

test('a secret is added once, by two at once too; an empty one or one that ends before it begins is refused', async () => {
  const id = await connected('old')
  const added = await Promise.allSettled([add(id, 'new'), add(id, 'new')])
  expect(added.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(await valuesAt(id, Date.now())).toEqual(['old', 'new'])
  await expect(add(id, 'old')).rejects.toThrow('has this very secret already')
  await expect(add(id, ' ')).rejects.toThrow('cannot be empty')
  await expect(add(id, 'x', new Date(2_000), new Date(1_000))).rejects.toThrow('before it begins')
})

test('a retired secret stays valid for what was received before, and until every process knows', async () => {
  const id = await connected('old', 'new')
  const [old] = await secretsOf(id)
  const until = await retireSecret(database.postgres, { id: old!.id, delaySeconds: 60, by: 'jo', reason: 'rotated' })
  expect(until!.getTime() - Date.now()).toBeGreaterThan(50_000)
  expect(await valuesAt(id, until!.getTime() - 1)).toHaveLength(2)
  expect(await valuesAt(id, until!.getTime())).toHaveLength(1)
  expect((await secretsOf(id))[0]).toMatchObject({ retiredBy: 'jo', retiredReason: 'rotated', activeUntil: until })
  // A known secret ends at once, also when it would have ended soon.
  const now = await retireSecret(database.postgres, { id: old!.id, delaySeconds: 0, by: 'jo', reason: 'it leaked' })
  expect(now!.getTime()).toBeLessThan(until!.getTime())
  expect(await retireSecret(database.postgres, { id: old!.id, delaySeconds: 0, by: 'jo', reason: null })).toBeUndefined()
})

test('the last use of each secret is the latest that any process noted, and survives them; noting it reloads nobody’s directory', async () => {
  const id = await connected('a', 'b')
  const [a, b] = (await secretsOf(id)).map((secret) => secret.id) as [string, string]
  const version = await directoryVersion(database.postgres)
  const [first, second] = [createSecretUse(database.postgres), createSecretUse(database.postgres)]
  const at = Date.parse('2026-03-03T09:30:00.123Z')
  first.note([a, b], at)
  second.note([a], at + 5_000)
  second.note([a], at - 5_000)
  first.note([randomUUID()], at)
  await Promise.all([first.flush(), second.flush()])
  await Promise.all([first.flush(), second.flush()])
  for (const use of [first, second]) expect([use.lastUsed(a), use.lastUsed(b)]).toEqual([at + 5_000, at])
  const later = createSecretUse(database.postgres)
  expect(later.lastUsed(a)).toBeUndefined()
  await later.flush()
  expect(later.lastUsed(a)).toBe(at + 5_000)
  expect((await secretsOf(id)).map(({ lastUsedAt }) => lastUsedAt?.getTime())).toEqual([at + 5_000, at])
  expect(await directoryVersion(database.postgres)).toBe(version)
})
