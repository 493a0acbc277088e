import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseKeyRing } from '@hansard/shared/crypto/key-ring'
import { addIntegration, addWorkspace } from '@hansard/shared/directory/administration'
import { standardIntake } from '@hansard/shared/directory/intake'
import { loadDirectory } from '@hansard/shared/directory/load-directory'
import { migrate } from '@hansard/shared/postgres/migrate'
import { createPostgres } from '@hansard/shared/postgres/postgres'
import { hansard } from '../hansard.ts'
import { createTestTerminal } from '../terminal/test-terminal.ts'

const databaseUrl = process.env.DATABASE_URL!
const keys = `test:${randomBytes(32).toString('base64')}`
const postgres = createPostgres(databaseUrl)
let id = ''

beforeAll(async () => {
  await migrate(databaseUrl)
  const workspaceId = await addWorkspace(postgres, { name: `Acme ${randomUUID()}`, domains: [], members: [] })
  id = (await addIntegration(postgres, parseKeyRing(keys), { workspaceId, platform: 'zoom', name: 'main', secrets: ['s'] })).id
})
afterAll(() => postgres.close())

const limit = async (...options: readonly string[]) => {
  const { terminal, printed, remarks } = createTestTerminal()
  const exitCode = await hansard(['integration', 'limit', id, ...options], { env: { DATABASE_URL: databaseUrl }, terminal })
  const { integrations } = await loadDirectory(postgres, parseKeyRing(keys))
  const intake = integrations.find((integration) => integration.id === id)?.intake
  return { exitCode, printed: printed.join('\n'), remarks: remarks.join('\n'), intake }
}

test('an integration has the standard limits until others are set, one by one, and they can be taken back', async () => {
  expect(await limit()).toMatchObject({ exitCode: 0, intake: standardIntake })
  const set = await limit('--per-minute', '300', '--over', 'defer', '--from', '192.0.2.0/24', '2001:db8::/32')
  expect(set.intake).toEqual({ perMinute: 300, perHour: 1_000, overLimit: 'defer', allowedSources: ['192.0.2.0/24', '2001:db8::/32'] })
  expect(set.printed.split('\n').slice(1)).toEqual([
    '  at most     300 a minute and 1000 an hour, per workspace and endpoint',
    '  over it     accepted, and processed later',
    '  taken from  192.0.2.0/24, 2001:db8::/32',
  ])
  expect((await limit('--per-hour', '5000')).intake).toMatchObject({ perMinute: 300, perHour: 5_000, overLimit: 'defer' })
  expect((await limit('--standard', '--from-anywhere')).intake).toEqual(standardIntake)
})

test.each(['192.0.2.0/33', '192.0.2', 'example.com', '2001:db8::/129', '10.0.0.0/8/8', '10.0.0.0/'])(
  'what is no address or block is refused and changes nothing: %s',
  async (source) => {
    expect(await limit('--from', source)).toMatchObject({
      exitCode: 1,
      remarks: `"${source}" is neither an address nor a CIDR block such as 192.0.2.0/24 or 2001:db8::/32.`,
      intake: standardIntake,
    })
  },
)
