import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKafka } from '@hansard/shared/kafka/kafka'
import { createLogger } from '@hansard/shared/runtime/logger'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { endAbandoned } from './abandoned.ts'
import { ask } from './probe.ts'
import { processIdentity } from './processes/identity.ts'
import { guardiansOf } from './processes/testing.ts'
import { startStack, StackInUseError } from './stack.ts'
import type { Stack, StackOptions } from './stack.ts'
import { waitUntil } from './wait-until.ts'

const noAddresses = { KAFKA_BROKERS: '', SCHEMA_REGISTRY_URL: '', REDIS_URL: '', DATABASE_URL: '' }

let stateDir = ''
const stacks: Stack[] = []

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'hansard-stack-test-'))
  // PostgreSQL's user may have to enter it.
  await chmod(stateDir, 0o755)
})

afterEach(async () => {
  for (const stack of stacks.splice(0)) await stack.stop()
  await waitUntil(async () => (await guardiansOf(stateDir)).length === 0, 10_000)
  await rm(stateDir, { recursive: true, force: true })
})

const start = async (options: Partial<StackOptions>): Promise<Stack> => {
  const stack = await startStack({ stateDir, env: { ...process.env, ...noAddresses }, ...options })
  stacks.push(stack)
  return stack
}

const runs = async (pid: number | undefined): Promise<boolean> => pid !== undefined && (await processIdentity(pid)) !== undefined

describe('the embedded stack', () => {
  test('all four answer when it has started, and none is left when it has stopped', async () => {
    const stack = await start({})
    const pids = [stack.kafka.pid, stack.registry.pid, stack.redis.pid, stack.postgres.pid]
    expect(await Promise.all(pids.map(runs))).toEqual([true, true, true, true])
    expect((await fetch(`${stack.registry.url}/subjects`)).status).toBe(200)
    await stack.stop()
    expect(await Promise.all(pids.map(runs))).toEqual([false, false, false, false])
    expect(JSON.parse(await readFile(join(stateDir, 'processes.json'), 'utf8'))).toEqual({})
  })

  test('what runs is not started a second time, which nobody would stop', async () => {
    const { redis } = await start({ only: ['redis'] })
    const { pid } = redis
    await expect(redis.start()).rejects.toThrow('redis runs already')
    expect(redis.pid).toBe(pid)
    await redis.stop()
    expect(await runs(pid)).toBe(false)
  })

  test('Kafka comes back on the same port with what it held, whether it stopped or was killed', async () => {
    const { kafka } = await start({ only: ['kafka'] })
    const client = () => createKafka({ brokers: [kafka.brokers], clientId: 'stack-test', log: createLogger('stack-test', 'silent') })
    const before = client()
    await before.createTopics([{ name: 'kept', partitions: 2, replicationFactor: 1, config: {} }])
    await before.close()
    await kafka.stop()
    expect(kafka.pid).toBeUndefined()
    await kafka.start()
    const killed = kafka.pid ?? 0
    process.kill(killed, 'SIGKILL')
    await waitUntil(async () => !(await runs(killed)), 5_000)
    await kafka.start()
    const after = client()
    expect(await after.partitionCount('kept')).toBe(2)
    await after.close()
  })

  /** The pids of Redis and PostgreSQL whose owner was killed, and their guardian before it unless that one is to do its work. */
  const orphaned = async (guarded = false): Promise<readonly number[]> => {
    const args = [join(import.meta.dirname, 'serve/main.ts'), '--state', stateDir, '--only', 'redis', '--only', 'postgres']
    const owner = spawn(process.execPath, args, { env: { ...process.env, ...noAddresses }, stdio: ['ignore', 'pipe', 'ignore'] })
    await once(owner.stdout, 'data')
    const recorded = JSON.parse(await readFile(join(stateDir, 'processes.json'), 'utf8')) as Record<string, { readonly pid: number }>
    const orphans = Object.values(recorded).map(({ pid }) => pid)
    const running = await Promise.all(orphans.map(runs))
    const guardians = await guardiansOf(stateDir)
    if (!guarded) for (const pid of guardians) process.kill(pid, 'SIGKILL')
    owner.kill('SIGKILL')
    await once(owner, 'exit')
    expect(running).toEqual([true, true])
    expect(guardians).toHaveLength(1)
    if (!guarded) expect(await Promise.all(orphans.map(runs))).toEqual([true, true])
    return orphans
  }

  test('what a killed owner left running ends by itself within seconds, PostgreSQL in order', async () => {
    const orphans = await orphaned(true)
    expect(await waitUntil(async () => (await Promise.all(orphans.map(runs))).every((running) => !running), 5_000)).toBe(true)
    expect(await readFile(join(stateDir, 'logs', 'postgres.log'), 'utf8')).toMatch(/database system is shut down\s*$/)
  })

  test('a start that comes while what a killed owner left is being ended waits for it', async () => {
    const orphans = await orphaned(true)
    const stack = await start({ only: ['redis', 'postgres'] })
    expect(await Promise.all(orphans.map(runs))).toEqual([false, false])
    expect(await Promise.all([stack.redis.pid, stack.postgres.pid].map(runs))).toEqual([true, true])
  })

  test('a start that comes while the owner stops waits for it', async () => {
    const stopping = new AbortController()
    const first = await start({ only: ['redis'], signal: stopping.signal })
    stopping.abort()
    const waits = Promise.withResolvers<string>()
    const second = start({ only: ['redis'], onProgress: (progress) => progress.kind === 'preparing' && waits.resolve(progress.text) })
    expect(await waits.promise).toBe(`waiting for process ${process.pid} to end what ran before`)
    await first.stop()
    expect(await runs((await second).redis.pid)).toBe(true)
  })

  test('what a killed owner left running can be ended without another start, and nothing while an owner runs', async () => {
    const orphans = await orphaned()
    expect((await endAbandoned(stateDir)).toSorted()).toEqual(['postgres', 'redis'])
    expect(await Promise.all(orphans.map(runs))).toEqual([false, false])
    const { redis } = await start({ only: ['redis'] })
    expect(await endAbandoned(stateDir, { withinMs: 0 })).toEqual([])
    expect(await runs(redis.pid)).toBe(true)
  })

  test('what a killed owner left running is ended by the next start, on whose ports it then runs', async () => {
    const orphans = await orphaned()
    const ports = await readFile(join(stateDir, 'ports.json'), 'utf8')

    const stack = await start({ only: ['redis', 'postgres'] })
    expect(stack.leftovers.toSorted()).toEqual(['postgres', 'redis'])
    expect(await Promise.all(orphans.map(runs))).toEqual([false, false])
    expect(await readFile(join(stateDir, 'ports.json'), 'utf8')).toBe(ports)
  })

  test('a second start in the same folder is refused and leaves the first alone', async () => {
    const first = await start({ only: ['redis'] })
    await expect(start({ only: ['redis'] })).rejects.toThrow(StackInUseError)
    expect(await runs(first.redis.pid)).toBe(true)
    const answer = await ask(Number(new URL(first.redis.url).port), Buffer.from('PING\r\n'), 5)
    expect(answer.toString()).toBe('+PONG\r\n')
  })

  test('an address in the environment is used, and nothing is started for it', async () => {
    const url = 'redis://127.0.0.1:1'
    const stack = await start({ only: ['redis'], env: { ...process.env, ...noAddresses, REDIS_URL: url } })
    expect(stack.redis).toMatchObject({ url, external: true, pid: undefined })
    expect(stack.env).toEqual({ REDIS_URL: url })
  })

  test('a start that is given up stops what runs already and frees the folder', async () => {
    const givingUp = new AbortController()
    const onProgress: StackOptions['onProgress'] = ({ kind }) => kind === 'ready' && givingUp.abort()
    await expect(start({ only: ['redis', 'postgres'], signal: givingUp.signal, onProgress })).rejects.toThrow(
      /aborted|stopped while it started/,
    )
    expect(JSON.parse(await readFile(join(stateDir, 'processes.json'), 'utf8'))).toEqual({})
    expect((await start({ only: ['redis'] })).leftovers).toEqual([])
  })

  test('a component that cannot start is told with the end of its log', async () => {
    const first = await start({ only: ['redis'] })
    const port = Number(new URL(first.redis.url).port)
    await first.redis.stop()
    const squatter = await occupy(port)
    await expect(first.redis.start()).rejects.toThrow(/redis ended while starting .*[\s\S]*Address already in use/)
    squatter.close()
  })
})

const occupy = async (port: number) => {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}
