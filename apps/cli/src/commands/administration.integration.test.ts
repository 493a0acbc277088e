import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseKeyRing } from '@hansard/shared/crypto/key-ring'
import { activeSecrets } from '@hansard/shared/directory/directory'
import { loadDirectory } from '@hansard/shared/directory/load-directory'
import { migrate } from '@hansard/shared/postgres/migrate'
import { createPostgres } from '@hansard/shared/postgres/postgres'
import { hansard } from '../hansard.ts'
import { createTestTerminal } from '../terminal/test-terminal.ts'

const databaseUrl = process.env.DATABASE_URL!
const keys = `test:${randomBytes(32).toString('base64')}`
const postgres = createPostgres(databaseUrl)
let folder = ''

beforeAll(async () => {
  await migrate(databaseUrl)
  folder = await mkdtemp(join(tmpdir(), 'hansard-cli-'))
})
afterAll(async () => {
  await postgres.close()
  await rm(folder, { recursive: true })
})

const run = async (args: readonly string[], options: { readonly typed?: string; readonly env?: NodeJS.ProcessEnv } = {}) => {
  const { terminal, printed, remarks } = createTestTerminal(options)
  const env = { DATABASE_URL: databaseUrl, HANSARD_KEYS: keys, PUBLIC_URL: 'https://hooks.example.com/', ...options.env }
  return { exitCode: await hansard(args, { env, terminal }), printed: printed.join('\n'), remarks: remarks.join('\n') }
}

const newWorkspace = async () => {
  const name = `Acme ${randomUUID()}`
  await run(['workspace', 'add', name, '--domain', `${name.slice(5)}.example`])
  return name
}

const integrationsOf = async (workspace: string) => {
  const { printed } = await run(['integration', 'list', '--json'])
  return (JSON.parse(printed) as { id: string; workspace: string; name: string; status: string }[]).filter(
    (one) => one.workspace === workspace,
  )
}

const secretsOf = async (id: string) => {
  const { integrations } = await loadDirectory(postgres, parseKeyRing(keys))
  return activeSecrets(
    integrations.find((integration) => integration.id === id)!,
    Date.now() + 1_000,
  ).map(({ value }) => value)
}

describe('workspace', () => {
  test('add makes one that list shows, in a line for people or as JSON', async () => {
    const name = await newWorkspace()
    expect((await run(['workspace', 'list'])).printed).toContain(`domains  ${name.slice(5)}.example`)
    const listed = JSON.parse((await run(['workspace', 'list', '--json'])).printed) as { name: string }[]
    expect(listed.filter((workspace) => workspace.name === name)).toHaveLength(1)
  })

  test('add says whose a domain is that it cannot have', async () => {
    const owner = await newWorkspace()
    const { exitCode, remarks } = await run(['workspace', 'add', `Thief ${randomUUID()}`, '--domain', `${owner.slice(5)}.example`])
    expect({ exitCode, remarks }).toEqual({
      exitCode: 1,
      remarks: `${owner.slice(5)}.example belongs to the workspace "${owner}" already.`,
    })
  })
})

describe('integration add', () => {
  test.each([
    { source: 'what is typed', args: [], options: { typed: 's3cret\n' } },
    { source: 'a variable', args: ['--secret-from-env', 'ZOOM_SECRET'], options: { env: { ZOOM_SECRET: 's3cret' } } },
    { source: 'a variable with a line end', args: ['--secret-from-env', 'ZOOM_SECRET'], options: { env: { ZOOM_SECRET: 's3cret\n' } } },
    { source: 'a file', args: ['--secret-from-file', 'secret'], options: {} },
  ])('takes the secret from $source, never prints it, and shows the URL whose key only it can show', async ({ args, options }) => {
    await writeFile(join(folder, 'secret'), 's3cret\n')
    const workspace = await newWorkspace()
    const paths = args.map((argument) => (argument === 'secret' ? join(folder, argument) : argument))
    const { exitCode, printed, remarks } = await run(['integration', 'add', workspace, 'zoom', ...paths], options)
    expect(exitCode).toBe(0)
    expect(printed + remarks).not.toContain('s3cret')
    const [integration] = await integrationsOf(workspace)
    expect(await secretsOf(integration!.id)).toEqual(['s3cret'])
    const key = /https:\/\/hooks\.example\.com\/webhooks\/zoom\/i\/([\w-]+)/.exec(printed)?.[1] ?? ''
    expect(Buffer.from(key, 'base64url').length).toBeGreaterThanOrEqual(16)
    const [stored] = await postgres.query<{ hash: Buffer }>('SELECT url_key_hash AS hash FROM core.integrations WHERE id = $1', [
      integration!.id,
    ])
    expect(stored!.hash).toEqual(createHash('sha256').update(key).digest())
  })

  test('leaves secrets and URL as they are when nothing new is given, and makes a new URL when asked', async () => {
    const workspace = await newWorkspace()
    await run(['integration', 'add', workspace, 'otter'], { typed: 's3cret' })
    const again = await run(['integration', 'add', workspace, 'otter'])
    expect(again.printed).toContain('is not shown again')
    expect(again.printed).not.toContain('/i/')
    expect((await run(['integration', 'add', workspace, 'otter', '--new-url'])).printed).toContain('/webhooks/otter/i/')
    const [integration] = await integrationsOf(workspace)
    expect(await secretsOf(integration!.id)).toEqual(['s3cret'])
    await run(['integration', 'add', workspace, 'otter', '--no-secret'])
    expect(await secretsOf(integration!.id)).toEqual([])
  })

  test('refuses credentials of the wrong shape without repeating them, and takes the right ones', async () => {
    const workspace = await newWorkspace()
    const file = join(folder, 'credentials.json')
    const add = () => run(['integration', 'add', workspace, 'zoom', '--no-secret', '--credentials-from-file', file])
    for (const wrong of ['{"clientSecret":"s3cret"}', '{"clientSecret":"s3cret"']) {
      await writeFile(file, wrong)
      const { exitCode, remarks } = await add()
      expect(exitCode).toBe(1)
      expect(remarks).toContain(file)
      expect(remarks).not.toContain('s3cret')
    }
    await writeFile(file, JSON.stringify({ accountId: 'a', clientId: 'c', clientSecret: 's3cret' }))
    expect(await add()).toMatchObject({ exitCode: 0 })
  })

  test.each([
    { problem: 'a workspace that does not exist', args: ['nobody', 'zoom', '--no-secret'], says: 'There is no workspace "nobody".' },
    { problem: 'a variable that is not set', args: ['WORKSPACE', 'zoom', '--secret-from-env', 'NOT_SET'], says: 'NOT_SET' },
    { problem: 'a file that is not there', args: ['WORKSPACE', 'zoom', '--secret-from-file', '/nowhere/secret'], says: '/nowhere/secret' },
  ])('ends with 1 for $problem', async ({ args, says }) => {
    const workspace = await newWorkspace()
    const { exitCode, remarks } = await run([
      'integration',
      'add',
      ...args.map((argument) => (argument === 'WORKSPACE' ? workspace : argument)),
    ])
    expect(exitCode).toBe(1)
    expect(remarks).toContain(says)
    expect(await integrationsOf(workspace)).toEqual([])
  })
})

describe('integration disable', () => {
  test('takes the beginning of an id', async () => {
    const workspace = await newWorkspace()
    await run(['integration', 'add', workspace, 'fireflies', '--no-secret'])
    const [integration] = await integrationsOf(workspace)
    expect(await run(['integration', 'disable', integration!.id.slice(0, 13)])).toMatchObject({ exitCode: 0 })
    expect(await integrationsOf(workspace)).toMatchObject([{ status: 'disabled' }])
  })

  test('ends with 1 for an id that no integration has', async () => {
    expect(await run(['integration', 'disable', randomUUID()])).toMatchObject({ exitCode: 1 })
  })
})

test('a database that does not answer is one sentence and exit code 1', async () => {
  const { exitCode, remarks } = await run(['workspace', 'list'], { env: { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' } })
  expect(exitCode).toBe(1)
  expect(remarks).toMatch(/^PostgreSQL does not answer \(.*\)\. Is Hansard running\? "npm start" starts it\.$/)
})
