import { randomBytes } from 'node:crypto'
import { parseKeyRing } from '@hansard/shared/crypto/key-ring'
import { addIntegration } from '@hansard/shared/directory/administration'
import { migrate } from '@hansard/shared/postgres/migrate'
import { createPostgres } from '@hansard/shared/postgres/postgres'
import { simulatorCredentials } from '@hansard/simulator/server/world'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seed } from './seed.ts'

const databaseUrl = process.env.DATABASE_URL!
const postgres = createPostgres(databaseUrl)
const secrets = {
  HANSARD_KEYS: `test:${randomBytes(32).toString('base64')}`,
  ZOOM_WEBHOOK_SECRET: 'zoom',
  FIREFLIES_WEBHOOK_SECRET: 'fireflies',
  OTTER_WEBHOOK_SECRET: 'otter',
}
const keyRing = parseKeyRing(secrets.HANSARD_KEYS)

beforeAll(() => migrate(databaseUrl))
afterAll(() => postgres.close())

const stored = async () => {
  const rows = await postgres.query<{ id: string; workspaceId: string; platform: string; sealed: string }>(
    `SELECT i.id, i.workspace_id AS "workspaceId", i.platform, i.credentials_enc AS sealed
     FROM core.integrations i JOIN core.workspaces w ON w.id = i.workspace_id WHERE w.name = 'development' AND i.name = 'simulated'`,
  )
  const credentials = rows.map(({ id, platform, sealed }) => [platform, JSON.parse(keyRing.open(sealed, id)) as unknown] as const)
  return { workspaceId: rows[0]!.workspaceId, credentials: Object.fromEntries(credentials) }
}

test('credentials for a platform of the user stay as long as one is used, and every integration has some', async () => {
  await seed(databaseUrl, secrets, { keepCredentials: false })
  const { workspaceId, credentials } = await stored()
  const { zoom, fireflies, otter } = simulatorCredentials
  expect(credentials).toEqual({ zoom, fireflies, otter })

  const own = { apiKey: 'of the user' }
  await addIntegration(postgres, keyRing, { workspaceId, platform: 'otter', name: 'simulated', credentials: own })
  await seed(databaseUrl, secrets, { keepCredentials: true })
  expect((await stored()).credentials).toEqual({ zoom, fireflies, otter: own })
  await seed(databaseUrl, secrets, { keepCredentials: false })
  expect((await stored()).credentials).toEqual({ zoom, fireflies, otter })
})
