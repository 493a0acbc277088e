import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { waitUntil } from '../wait-until.ts'
import { processIdentity } from './identity.ts'
import { openLedger } from './ledger.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hansard-ledger-'))
})
afterEach(() => rm(folder, { recursive: true }))

const file = () => join(folder, 'processes.json')
const sleeper = () => spawn('sleep', ['60'], { stdio: 'ignore' })

test('ends what an earlier owner started and did not stop, the newest first', async () => {
  const children = [sleeper(), sleeper()]
  const ledger = openLedger(file())
  await ledger.add('older', children[0]?.pid ?? 0, 'SIGTERM')
  await ledger.add('newer', children[1]?.pid ?? 0, 'SIGTERM')
  const exits = children.map((child) => once(child, 'exit'))
  expect(await openLedger(file()).endLeftovers()).toEqual(['newer', 'older'])
  expect(await Promise.all(exits)).toEqual([
    [null, 'SIGTERM'],
    [null, 'SIGTERM'],
  ])
  expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual({})
})

test('an owner that ends without stopping its processes takes them along', async () => {
  const script = `
    import { spawn } from 'node:child_process'
    import { openLedger } from ${JSON.stringify(join(import.meta.dirname, 'ledger.ts'))}
    const child = spawn('sleep', ['60'], { stdio: 'ignore', detached: true })
    await openLedger(${JSON.stringify(file())}).add('sleep', child.pid, 'SIGTERM')
    process.exit(0)`
  await once(spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'ignore' }), 'exit')
  const { sleep } = JSON.parse(await readFile(file(), 'utf8')) as Record<string, { readonly pid: number }>
  expect(await waitUntil(async () => (await processIdentity(sleep?.pid ?? 0)) === undefined, 5_000)).toBe(true)
})

test('does not touch a process that has the pid of one it knew', async () => {
  const stranger = sleeper()
  await writeFile(file(), JSON.stringify({ redis: { pid: stranger.pid, identity: 'of another time', stopSignal: 'SIGTERM' } }))
  expect(await openLedger(file()).endLeftovers()).toEqual([])
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull()
  stranger.kill()
})

test('a file that was cut off counts as none', async () => {
  await writeFile(file(), '{"redis": {"pi')
  expect(await openLedger(file()).endLeftovers()).toEqual([])
})
