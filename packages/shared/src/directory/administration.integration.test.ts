import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseKeyRing } from '../crypto/key-ring.ts'
import { migrate } from '../postgres/migrate.ts'
import { createPostgres } from '../postgres/postgres.ts'
import { addIntegration, addWorkspace, disableIntegration, listIntegrations, listWorkspaces } from './administration.ts'
import { AdministrationError } from './administration-error.ts'
import { activeSecrets, workspaceOf } from './directory.ts'
import { loadDirectory } from './load-directory.ts'

const databaseUrl = process.env.DATABASE_URL!
const postgres = createPostgres(databaseUrl)
const keyRing = parseKeyRing(`test:${randomBytes(32).toString('base64')}`)

beforeAll(() => migrate(databaseUrl))
afterAll(() => postgres.close())

const word = () => randomUUID().slice(0, 8)
const newWorkspace = () => addWorkspace(postgres, { name: `Acme ${word()}`, domains: [], members: [] })
const integrationOf = async (id: string) =>
  (await loadDirectory(postgres, keyRing)).integrations.find((integration) => integration.id === id)!
const credentialsOf = async (id: string) => {
  const [row] = await postgres.query<{ sealed: string }>('SELECT credentials_enc AS sealed FROM core.integrations WHERE id = $1', [id])
  return JSON.parse(keyRing.open(row!.sealed, id)) as unknown
}

describe('adding a workspace', () => {
  test('makes its domains and members known, in lower case, and does it once', async () => {
    const [name, domain, email] = [`Acme ${word()}`, `${word()}.Example`, `Jo@${word()}.example`]
    const id = await addWorkspace(postgres, { name, domains: [domain], members: [email] })
    expect(await addWorkspace(postgres, { name, domains: [domain], members: [email] })).toBe(id)
    const directory = await loadDirectory(postgres, keyRing)
    expect(workspaceOf(directory, [email.toLowerCase()])).toBe(id)
    expect(workspaceOf(directory, [`somebody@${domain.toLowerCase()}`])).toBe(id)
    expect((await listWorkspaces(postgres)).filter((workspace) => workspace.name === name)).toEqual([
      { id, name, domains: [domain.toLowerCase()], members: [email.toLowerCase()] },
    ])
  })

  test('adds domains and members that are missing, and keeps the others', async () => {
    const [name, first, second] = [`Acme ${word()}`, `${word()}.example`, `${word()}.example`]
    await addWorkspace(postgres, { name, domains: [first], members: [] })
    await addWorkspace(postgres, { name, domains: [second], members: [`jo@${second}`] })
    const [workspace] = (await listWorkspaces(postgres)).filter((one) => one.name === name)
    expect(workspace).toMatchObject({ domains: [first, second].toSorted(), members: [`jo@${second}`] })
  })

  test('refuses a domain or member of another workspace by name, and changes nothing', async () => {
    const [owner, thief, domain, own] = [`Owner ${word()}`, `Thief ${word()}`, `${word()}.example`, `${word()}.example`]
    await addWorkspace(postgres, { name: owner, domains: [domain], members: [`jo@${domain}`] })
    const theft = addWorkspace(postgres, { name: thief, domains: [own, domain], members: [] })
    await expect(theft).rejects.toThrow(new AdministrationError(`${domain} belongs to the workspace "${owner}" already.`))
    await expect(addWorkspace(postgres, { name: thief, domains: [], members: [`jo@${domain}`] })).rejects.toThrow(AdministrationError)
    expect((await listWorkspaces(postgres)).some(({ name }) => name === thief)).toBe(false)
  })

  test.each([
    { problem: 'no name', name: ' ', domains: [], members: [] },
    { problem: 'a member that is no address', name: 'x', domains: [], members: ['jo'] },
    { problem: 'a domain that is an address', name: 'x', domains: ['jo@x.example'], members: [] },
  ])('refuses $problem', async ({ name, domains, members }) => {
    await expect(addWorkspace(postgres, { name, domains, members })).rejects.toThrow(AdministrationError)
  })
})

describe('adding an integration', () => {
  test('seals its secrets and credentials, and stores only a hash of its URL key', async () => {
    const workspaceId = await newWorkspace()
    const settings = { workspaceId, platform: 'zoom', name: 'main', secrets: ['s3cret'], credentials: { clientId: 'c' } }
    const { id, urlKey } = await addIntegration(postgres, keyRing, settings)
    expect(Buffer.from(urlKey!, 'base64url').length).toBeGreaterThanOrEqual(16)
    const integration = await integrationOf(id)
    expect(integration).toMatchObject({ workspaceId, platform: 'zoom', status: 'connected' })
    expect(integration.urlKeyHash).toBe(createHash('sha256').update(urlKey!).digest('hex'))
    expect(activeSecrets(integration, Date.now()).map(({ value }) => value)).toEqual(['s3cret'])
    expect(await credentialsOf(id)).toEqual({ clientId: 'c' })
    const stored = await postgres.query(
      'SELECT * FROM core.integrations i JOIN core.integration_secrets s ON s.integration_id = i.id WHERE i.id = $1',
      [id],
    )
    expect(JSON.stringify(stored)).not.toContain('s3cret')
    expect(JSON.stringify(stored)).not.toContain(urlKey)
  })

  test('changes nothing when done again with the same settings, and does not tell the key twice', async () => {
    const workspaceId = await newWorkspace()
    const settings = { workspaceId, platform: 'fireflies', name: 'main', secrets: ['a', 'b'], credentials: { apiKey: 'k' } }
    const { id } = await addIntegration(postgres, keyRing, settings)
    const picture = () =>
      postgres.query(
        'SELECT url_key_hash, credentials_enc, s.* FROM core.integrations i JOIN core.integration_secrets s ON s.integration_id = i.id WHERE i.id = $1',
        [id],
      )
    const before = await picture()
    expect(await addIntegration(postgres, keyRing, settings)).toEqual({ id, urlKey: undefined })
    expect(await picture()).toEqual(before)
  })

  test('replaces a secret for what comes from now on: what was received before is still judged by the old one', async () => {
    const workspaceId = await newWorkspace()
    const settings = { workspaceId, platform: 'zoom', name: 'main', secrets: ['old', 'kept'] }
    const { id } = await addIntegration(postgres, keyRing, settings)
    const before = Date.now() - 1_000
    await addIntegration(postgres, keyRing, { ...settings, secrets: ['kept', 'new'] })
    const integration = await integrationOf(id)
    const valuesAt = (at: number) =>
      activeSecrets(integration, at)
        .map(({ value }) => value)
        .toSorted((a, b) => (a < b ? -1 : 1))
    expect(valuesAt(Date.now() + 1_000)).toEqual(['kept', 'new'])
    expect(valuesAt(before)).toEqual(['kept', 'new', 'old'])
  })

  test('replaces credentials and secrets when given, keeps them otherwise, and mends what a lost key made unreadable', async () => {
    const workspaceId = await newWorkspace()
    const settings = { workspaceId, platform: 'otter', name: 'main', secrets: [] }
    const lost = parseKeyRing(`lost:${randomBytes(32).toString('base64')}`)
    const { id } = await addIntegration(postgres, lost, { ...settings, secrets: ['s'], credentials: { apiKey: '1' } })
    await addIntegration(postgres, keyRing, { ...settings, secrets: ['s'], credentials: { apiKey: '2' } })
    expect(await credentialsOf(id)).toEqual({ apiKey: '2' })
    expect(activeSecrets(await integrationOf(id), Date.now() + 1_000).map(({ value }) => value)).toEqual(['s'])
    await addIntegration(postgres, keyRing, { ...settings, secrets: undefined })
    expect(await credentialsOf(id)).toEqual({ apiKey: '2' })
    expect(activeSecrets(await integrationOf(id), Date.now() + 1_000)).toHaveLength(1)
  })

  test('takes a URL key that is given, but neither a weak one nor another integration’s', async () => {
    const workspaceId = await newWorkspace()
    const settings = { workspaceId, platform: 'otter', secrets: [], urlKey: randomBytes(16).toString('base64url') }
    const { id, urlKey } = await addIntegration(postgres, keyRing, { ...settings, name: 'main' })
    expect(urlKey).toBe(settings.urlKey)
    expect((await integrationOf(id)).urlKeyHash).toBe(createHash('sha256').update(settings.urlKey).digest('hex'))
    await expect(addIntegration(postgres, keyRing, { ...settings, name: 'other' })).rejects.toThrow(
      'Another integration has this URL key already.',
    )
    await expect(addIntegration(postgres, keyRing, { ...settings, name: 'other', urlKey: 'guessable' })).rejects.toThrow(
      AdministrationError,
    )
  })

  test('by two at once makes one integration with one set of secrets', async () => {
    const settings = { workspaceId: await newWorkspace(), platform: 'zoom', name: 'main', secrets: ['s'] }
    const [first, second] = await Promise.all([addIntegration(postgres, keyRing, settings), addIntegration(postgres, keyRing, settings)])
    expect(first.id).toBe(second.id)
    expect((await integrationOf(first.id)).secrets).toHaveLength(1)
    expect([first.urlKey, second.urlKey].filter((key) => key !== undefined)).toHaveLength(1)
  })
})

describe('an integration', () => {
  test('is listed without its secrets, and disabled by its id', async () => {
    const workspaceId = await newWorkspace()
    const { id } = await addIntegration(postgres, keyRing, { workspaceId, platform: 'zoom', name: 'main', secrets: ['s3cret'] })
    const listed = async () => (await listIntegrations(postgres)).find((integration) => integration.id === id)
    expect(await listed()).toMatchObject({ platform: 'zoom', name: 'main', status: 'connected', secrets: 1, hasCredentials: false })
    expect(JSON.stringify(await listed())).not.toContain('s3cret')
    expect(await disableIntegration(postgres, id.toUpperCase())).toBe(true)
    expect(await listed()).toMatchObject({ status: 'disabled' })
    expect(await disableIntegration(postgres, 'no such id')).toBe(false)
  })
})
