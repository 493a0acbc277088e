import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseKeyRing } from '@hansard/shared/crypto/key-ring'
import { addIntegration, addWorkspace } from '@hansard/shared/directory/administration'
import { createTestDatabase, type TestDatabase } from '@hansard/shared/postgres/test-database'
import { hansard } from '../hansard.ts'
import { createTestTerminal } from '../terminal/test-terminal.ts'
import { widthOf } from '../terminal/text.ts'

const [oldKey, newKey] = ['old', 'new'].map((id) => `${id}:${randomBytes(32).toString('base64')}`) as [string, string]
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase(process.env['DATABASE_URL'] ?? '')
})
afterAll(() => database.drop())

const run = async (args: readonly string[], options: { readonly typed?: string; readonly env?: NodeJS.ProcessEnv } = {}) => {
  const { terminal, printed, remarks } = createTestTerminal(options)
  const env = { DATABASE_URL: database.url, HANSARD_KEYS: oldKey, USER: 'jo', ...options.env }
  const exitCode = await hansard(args, { env, terminal })
  return { exitCode, printed: printed.join('\n'), remarks: remarks.join('\n') }
}
const connected = async () => {
  const workspaceId = await addWorkspace(database.postgres, { name: randomUUID(), domains: [], members: [] })
  const settings = { workspaceId, platform: 'zoom', name: 'main', secrets: ['s3cret-old'], credentials: { apiKey: 'k' } }
  return (await addIntegration(database.postgres, parseKeyRing(oldKey), settings)).id
}
interface Listed {
  readonly id: string
  readonly activeFrom: string | null
  readonly activeUntil: string | null
  readonly lastUsedAt: string | null
  readonly retiredBy: string | null
  readonly retiredReason: string | null
}
const listed = async (integration: string) =>
  JSON.parse((await run(['secret', 'list', integration, '--json'])).printed) as [Listed, ...Listed[]]
const used = (id: string, hoursAgo: number) =>
  database.postgres.query(
    `INSERT INTO core.secret_use VALUES ($1, now() - make_interval(hours => $2))
     ON CONFLICT (secret_id) DO UPDATE SET last_used_at = excluded.last_used_at`,
    [id, hoursAgo],
  )

test('a secret is added beside the old one with its window, listed with ids and last use, and never printed', async () => {
  const id = await connected()
  const added = await run(['secret', 'add', id.slice(0, 13), '--until', '2099-01-02T03:04Z'], { typed: 's3cret-new' })
  expect(added).toMatchObject({ exitCode: 0 })
  const [old, young] = await listed(id)
  expect(added.printed).toContain(young!.id)
  expect(young).toMatchObject({ activeFrom: null, activeUntil: '2099-01-02T03:04:00.000Z', lastUsedAt: null })
  await used(old.id, 3)
  const table = await run(['secret', 'list', id])
  expect(table.printed).toMatch(/active +always +3 h ago/)
  expect(table.printed).toMatch(/active +until 2099-01-02 03:04 +never/)
  for (const line of table.printed.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(80)
  const integrations = await run(['integration', 'list'])
  expect(integrations.printed).toMatch(new RegExp(`secret ${young!.id.slice(-8)} {2}until 2099-01-02 03:04, never used`))
  const all = [added, table, integrations, await run(['integration', 'list', '--json'])]
  expect(JSON.stringify(all)).not.toContain('s3cret')
})

test.each([
  ['no secret', [], '', 'No secret was given'],
  ['the one it has', [], 's3cret-old', 'has this very secret already'],
  ['a time without its zone', ['--from', '2026-01-01T00:00'], 'x', 'date and time with its zone'],
  ['an end before its beginning', ['--from', '2026-01-02T00:00Z', '--until', '2026-01-01T00:00Z'], 'x', 'before it begins'],
])('refuses %s', async (_, options, typed, says) => {
  const id = await connected()
  const { exitCode, remarks } = await run(['secret', 'add', id, ...options], { typed })
  expect(exitCode).not.toBe(0)
  expect(remarks).toContain(says)
  expect(remarks).not.toContain('s3cret')
  expect(await listed(id)).toHaveLength(1)
})

test('retiring tells when the secret was last used, and is refused while it is used, while it is the only one, or while nobody knows', async () => {
  const id = await connected()
  const [old] = await listed(id)
  const retire = (...options: readonly string[]) => run(['secret', 'retire', old.id.slice(-8), ...options])
  expect((await retire()).remarks).toContain('the only one in force')
  await run(['secret', 'add', id], { typed: 'new' })
  await used(old.id, 3)
  const refused = await retire()
  expect(refused.exitCode).toBe(1)
  expect(refused.remarks).toMatch(/It was used 3 h ago \(20\d\d-.* UTC\): the platform still signs with it/)
  // Kafka is not known here: what waits to be read may be signed with it.
  await used(old.id, 30)
  await used((await listed(id))[1]!.id, 1)
  expect((await retire('--unused-hours', '24')).remarks).toContain('Kafka does not tell')
  expect(await retire('--force')).toMatchObject({ exitCode: 2 })
  expect((await listed(id))[0]).toMatchObject({ activeUntil: null })

  const forced = await retire('--force', '--reason', 'it leaked', '--now')
  expect(forced).toMatchObject({ exitCode: 0, printed: expect.stringMatching(/It was last used 30 h ago/) })
  expect((await listed(id))[0]).toMatchObject({ retiredBy: 'jo', retiredReason: 'it leaked' })
  expect((await retire('--force', '--reason', 'again')).remarks).toContain('has ended already')
})

test('keys rotate seals nothing with a key that a running process lacks, then everything, and says what is left', async () => {
  const id = await connected()
  const env = { HANSARD_KEYS: `${newKey},${oldKey}` }
  await database.postgres.query(
    `INSERT INTO core.key_rings VALUES ('ingress a 1', ARRAY['new', 'old'], now()), ('verifier b 2', ARRAY['old'], now())`,
  )
  const refused = await run(['keys', 'rotate'], { env })
  expect(refused.exitCode).toBe(1)
  expect(refused.remarks).toMatch(/verifier b 2 has old\n/)
  expect(refused.remarks).not.toContain('ingress a 1')
  // One that has not been heard of for long is gone.
  await database.postgres.query(`UPDATE core.key_rings SET seen_at = now() - interval '1 hour' WHERE key_ids = ARRAY['old']`)
  const rotated = await run(['keys', 'rotate'], { env })
  expect(rotated).toMatchObject({ exitCode: 0 })
  expect(rotated.printed).toMatch(/webhook secrets: [1-9]\d* sealed with new/)
  expect(rotated.printed).toMatch(/API credentials: [1-9]\d* sealed with new/)
  expect((await run(['keys', 'rotate'], { env })).printed).toContain('webhook secrets: 0 sealed')
  const added = await run(['secret', 'add', id], { typed: 'after', env: { HANSARD_KEYS: newKey } })
  expect(added).toMatchObject({ exitCode: 0 })
  const lost = await run(['keys', 'rotate'], { env: { HANSARD_KEYS: `other:${randomBytes(32).toString('base64')}` } })
  expect(lost.remarks).toMatch(/ingress a 1 has new, old/)
})
