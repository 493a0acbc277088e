import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { waitUntil } from '../wait-until.ts'
import { processIdentity } from './identity.ts'
import { killRecorded, openLedger } from './ledger.ts'
import { guardiansOf } from './testing.ts'

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
  await ledger.add('older', children[0]?.pid ?? 0, { stopSignal: 'SIGTERM' })
  await ledger.add('newer', children[1]?.pid ?? 0, { stopSignal: 'SIGTERM' })
  const exits = children.map((child) => once(child, 'exit'))
  expect(await openLedger(file()).endLeftovers()).toEqual(['newer', 'older'])
  expect(await Promise.all(exits)).toEqual([
    [null, 'SIGTERM'],
    [null, 'SIGTERM'],
  ])
  expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual({})
})

test('what needs others to end well is ended before them', async () => {
  const children = [0, 1, 2].map(() => sleeper())
  const ledger = openLedger(file())
  const add = (name: string, index: number, needsOthers: boolean) =>
    ledger.add(name, children[index]?.pid ?? 0, { stopSignal: 'SIGTERM', needsOthers })
  await add('kafka', 0, false)
  await add('app', 1, true)
  await add('redis', 2, false)
  expect(await openLedger(file()).endLeftovers()).toEqual(['app', 'redis', 'kafka'])
})

/** A process that starts another one, and then comes to its end. */
const owner = (end: string) => {
  const script = `
    import { spawn } from 'node:child_process'
    import { openLedger } from ${JSON.stringify(join(import.meta.dirname, 'ledger.ts'))}
    const child = spawn('sleep', ['60'], { stdio: 'ignore', detached: true })
    await openLedger(${JSON.stringify(file())}).add('child', child.pid, { stopSignal: 'SIGTERM' })
    ${end}`
  return spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'ignore' })
}
const recorded = async () => {
  const { child } = JSON.parse(await readFile(file(), 'utf8')) as { readonly child?: { readonly pid: number } }
  return child?.pid ?? 0
}
const isGone = async (pid: number) => (await processIdentity(pid)) === undefined

test.each([
  ['exits without stopping them', 'process.exit(0)'],
  ['fails', 'throw new Error()'],
  ['is killed', "process.kill(process.pid, 'SIGKILL')"],
])('an owner that %s takes its processes along', async (_, end) => {
  await once(owner(end), 'exit')
  const pid = await recorded()
  expect(await waitUntil(() => isGone(pid), 10_000)).toBe(true)
  // Its folder is free again, and says that nothing is left.
  expect(await waitUntil(async () => (await recorded()) === 0, 10_000)).toBe(true)
  expect(await waitUntil(() => !existsSync(join(folder, 'owner.json')), 10_000)).toBe(true)
})

test('an owner that stopped them itself has nobody left to watch over it', async () => {
  const ledger = openLedger(file())
  const child = sleeper()
  await ledger.add('sleep', child.pid ?? 0, { stopSignal: 'SIGTERM' })
  const guardians = () => guardiansOf(folder)
  expect(await waitUntil(async () => (await guardians()).length === 1, 5_000)).toBe(true)
  child.kill()
  await once(child, 'exit')
  await ledger.remove('sleep')
  expect(await waitUntil(async () => (await guardians()).length === 0, 5_000)).toBe(true)
})

test('kills what it knows, and no stranger', async () => {
  const [own, stranger] = [sleeper(), sleeper()]
  const ledger = openLedger(file())
  await ledger.add('own', own.pid ?? 0, { stopSignal: 'SIGTERM' })
  const entries = JSON.parse(await readFile(file(), 'utf8')) as object
  await writeFile(file(), JSON.stringify({ ...entries, redis: { pid: stranger.pid, identity: 'of another time', stopSignal: 'SIGTERM' } }))
  const ended = once(own, 'exit')
  await killRecorded(file())
  expect(await ended).toEqual([null, 'SIGKILL'])
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull()
  stranger.kill()
  await ledger.remove('own')
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
