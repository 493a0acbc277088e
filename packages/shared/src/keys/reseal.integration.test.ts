import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseKeyRing, sealedWith } from '../crypto/key-ring.ts'
import { addIntegration, addWorkspace } from '../directory/administration.ts'
import { createCredentials } from '../directory/credentials.ts'
import { loadPicture } from '../directory/load-directory.ts'
import { createTestDatabase, type TestDatabase } from '../postgres/test-database.ts'
import { countByKey, resealColumn, sealedColumns } from './reseal.ts'

const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`
const [oldKey, newKey, lostKey] = [key('old'), key('new'), key('lost')]
const [old, both, lost] = [parseKeyRing(oldKey), parseKeyRing(`${newKey},${oldKey}`), parseKeyRing(lostKey)]
const [secrets, credentials] = sealedColumns as [(typeof sealedColumns)[number], (typeof sealedColumns)[number]]
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase(process.env['DATABASE_URL'] ?? '')
})
afterAll(() => database.drop())

const add = async (keyRing = old) => {
  const workspaceId = await addWorkspace(database.postgres, { name: randomUUID(), domains: [], members: [] })
  const settings = { workspaceId, platform: 'zoom', name: 'main', secrets: ['s'], credentials: { apiKey: 'k' } }
  return (await addIntegration(database.postgres, keyRing, settings)).id
}
const reseal = async (column = secrets, onProgress: (done: number) => void = () => undefined) =>
  resealColumn(database.postgres, both, column, onProgress)

test('everything is sealed with the first key while processes read and renew; what is stopped half-way goes on where it ended', async () => {
  const ids: string[] = []
  for (let n = 0; n < 450; n++) ids.push(await add())
  const interrupted = reseal(secrets, () => {
    throw new Error('interrupted')
  })
  await expect(interrupted).rejects.toThrow('interrupted')
  const half = await countByKey(database.postgres, secrets)
  expect([...half.keys()]).toEqual(['new', 'old'])
  expect((await loadPicture(database.postgres, both)).unreadable).toEqual([])

  const api = createCredentials(database.postgres, both)
  const renewing = Promise.all(
    ids.slice(0, 20).map((id) => api.renew(id, async () => ({ apiKey: `renewed ${id}` }), new AbortController().signal)),
  )
  const [first, second] = await Promise.all([reseal(secrets), reseal(credentials), renewing])
  expect(first.sealed).toBe(half.get('old'))
  expect([first.unreadable, second.unreadable]).toEqual([[], []])
  for (const column of sealedColumns) expect([...(await countByKey(database.postgres, column))]).toEqual([['new', ids.length]])
  for (const id of ids.slice(0, 20)) expect(await api.get(id)).toEqual({ apiKey: `renewed ${id}` })
  expect(await api.get(ids[30]!)).toEqual({ apiKey: 'k' })
  expect(await reseal()).toEqual({ sealed: 0, unreadable: [] })
})

test('what no key opens stays as it is, is told, and keeps nothing else from being sealed', async () => {
  const [lostId, goodId] = [await add(lost), await add()]
  const { sealed, unreadable } = await reseal(credentials)
  expect(sealed).toBe(1)
  expect(unreadable).toEqual([{ id: lostId, problem: expect.stringContaining('key lost') }])
  const rows = await database.postgres.query<{ id: string; envelope: string }>(
    'SELECT id, credentials_enc AS envelope FROM core.integrations WHERE id = ANY ($1)',
    [[lostId, goodId]],
  )
  expect(Object.fromEntries(rows.map(({ id, envelope }) => [id, sealedWith(envelope)]))).toEqual({ [lostId]: 'lost', [goodId]: 'new' })
})
