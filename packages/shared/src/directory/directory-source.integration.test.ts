import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseKeyRing } from '../crypto/key-ring.ts'
import { migrate } from '../postgres/migrate.ts'
import { createPostgres } from '../postgres/postgres.ts'
import { createLogger } from '../runtime/logger.ts'
import { addIntegration, addWorkspace, disableIntegration } from './administration.ts'
import { createDirectorySource } from './directory-source.ts'
import { loadDirectory, loadPicture } from './load-directory.ts'

const url = process.env['DATABASE_URL'] ?? ''
const keyRing = parseKeyRing(`test:${Buffer.alloc(32, 1).toString('base64')}`)
const postgres = createPostgres(url)
const created: string[] = []
const log = createLogger('test', 'silent')

beforeAll(() => migrate(url))
afterAll(async () => {
  await postgres.query('DELETE FROM core.integrations WHERE id = ANY ($1::uuid[])', [created])
  await postgres.close()
})

/** A workspace of this test's own, with one Zoom integration. */
const connected = async (...secrets: readonly string[]) => {
  const mark = randomUUID()
  const workspaceId = await addWorkspace(postgres, { name: mark, domains: [`${mark}.example`], members: [`ann@${mark}.test`] })
  const change = (...values: readonly string[]) =>
    addIntegration(postgres, keyRing, { workspaceId, platform: 'zoom', name: 'main', secrets: values })
  const { id } = await change(...secrets)
  created.push(id)
  return { mark, workspaceId, id, change }
}

describe('the directory in PostgreSQL', () => {
  it('is loaded with its secrets opened, hosts, and when each secret is valid', async () => {
    const { mark, workspaceId, id } = await connected('first')
    const validity = [id, '2026-01-02T03:04:05.678Z', '2027-01-02T03:04:05.678Z']
    await postgres.query('UPDATE core.integration_secrets SET active_from = $2, active_until = $3 WHERE integration_id = $1', validity)
    const directory = await loadDirectory(postgres, keyRing)
    expect(directory.members.get(`ann@${mark}.test`)).toBe(workspaceId)
    expect(directory.domains.get(`${mark}.example`)).toBe(workspaceId)
    const integration = directory.integrations.find((one) => one.id === id)
    expect(integration).toMatchObject({
      workspaceId,
      platform: 'zoom',
      status: 'connected',
      urlKeyHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(integration?.secrets).toEqual([
      {
        id: expect.any(String),
        value: 'first',
        activeFrom: Date.parse('2026-01-02T03:04:05.678Z'),
        activeUntil: Date.parse('2027-01-02T03:04:05.678Z'),
      },
    ])
  })

  it('leaves out a secret that cannot be opened, and tells which without telling what', async () => {
    const { id, change } = await connected('readable')
    await change('readable', 'unreadable')
    const otherRing = parseKeyRing(`other:${Buffer.alloc(32, 2).toString('base64')}`)
    await postgres.query(
      `UPDATE core.integration_secrets s SET secret_enc = $2 FROM (SELECT id FROM core.integration_secrets WHERE integration_id = $1 ORDER BY created_at DESC, id LIMIT 1) newest WHERE s.id = newest.id`,
      [id, otherRing.seal('unreadable', 'elsewhere')],
    )
    const { directory, unreadable } = await loadPicture(postgres, keyRing)
    expect(directory.integrations.find((one) => one.id === id)?.secrets.map(({ value }) => value)).toEqual(['readable'])
    const mine = unreadable.filter(({ integrationId }) => integrationId === id)
    expect(mine).toEqual([
      { integrationId: id, secretId: expect.any(String), problem: 'sealed with key other, which is not in the key ring' },
    ])
  })

  it('is seen by a source within the refresh interval of a change: a new secret, a disabled integration', async () => {
    const { id, change } = await connected('first')
    const source = createDirectorySource({ postgres, keyRing, refreshMs: 200, log })
    await source.start()
    const mine = () => source.current()?.integrations.find((one) => one.id === id)
    expect(mine()?.secrets.map(({ value }) => value)).toEqual(['first'])
    await change('first', 'second')
    await expect.poll(() => mine()?.secrets.map(({ value }) => value), { timeout: 20_000 }).toEqual(['first', 'second'])
    await disableIntegration(postgres, id)
    await expect.poll(() => mine()?.status, { timeout: 20_000 }).toBe('disabled')
    await source.stop()
  })
})
