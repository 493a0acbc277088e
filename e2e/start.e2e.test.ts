import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { simulatorCredentials } from '@hansard/simulator/server/world'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { npmStart } from './npm-start.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
let stateDir: string

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'hansard-start-'))
  // PostgreSQL's user may have to enter it.
  await chmod(stateDir, 0o755)
})
afterAll(() => rm(stateDir, { recursive: true }))

const postgresEnded = async () => (await readFile(join(stateDir, 'logs', 'postgres.log'), 'utf8')).trimEnd().split('\n').at(-1)

test('a platform on this machine that is not the simulator is the one that is asked; SIGTERM to npm alone stops everything in order', async () => {
  const asked = Promise.withResolvers<string>()
  const platform = createServer((request, response) => {
    asked.resolve(`${request.method} ${request.url} ${request.headers.authorization}`)
    response.writeHead(503).end()
  }).listen(0, '127.0.0.1')
  try {
    await once(platform, 'listening')
    const address = `http://127.0.0.1:${(platform.address() as AddressInfo).port}`
    await using hansard = await npmStart(stateDir, [], { FIREFLIES_API_URL: address })
    expect(hansard.output()).toContain('No sample meeting: FIREFLIES_API_URL is set. Send one: npm run send -- zoom\n')
    await promisify(execFile)(process.execPath, [join(root, 'scripts/run.mjs'), 'send', 'fireflies'], {
      env: { ...process.env, HANSARD_STATE: stateDir },
    })
    expect(await asked.promise).toBe(`POST /graphql Bearer ${simulatorCredentials.fireflies.apiKey}`)

    // Four servers, six apps, the simulator, and those that started them at the least.
    expect(hansard.processes).toBeGreaterThan(14)
    process.kill(hansard.pids.npm, 'SIGTERM')
    expect(await hansard.exited).toBe(0)
    expect(await hansard.isGone(1_000)).toBe(true)
    expect(hansard.output()).toMatch(/Stopping: SIGTERM[\s\S]*Stopped/)
    expect(await postgresEnded()).toContain('database system is shut down')
  } finally {
    platform.closeAllConnections()
    platform.close()
  }
})

// The one in between, scripts/run.mjs, is killed in packages/stack/src/start/stopping.test.ts: its child loses the channel to it.
test.each(['npm', 'start'] as const)('%s killed: all the others are gone within five seconds, PostgreSQL in order', async (which) => {
  await using hansard = await npmStart(stateDir, ['--no-sample'])
  process.kill(hansard.pids[which], 'SIGKILL')
  expect(await hansard.isGone(5_000)).toBe(true)
  expect(await postgresEnded()).toContain('database system is shut down')
})
