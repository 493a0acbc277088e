import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { endAbandoned } from '@hansard/stack/abandoned'
import { processIdentity } from '@hansard/stack/processes/identity'
import { waitUntil } from '@hansard/stack/wait-until'
import { z } from 'zod'

const root = fileURLToPath(new URL('..', import.meta.url))
const noAddresses = { KAFKA_BROKERS: '', SCHEMA_REGISTRY_URL: '', REDIS_URL: '', DATABASE_URL: '' }

const StackFile = z.object({ pid: z.number() })

/** `npm start`, as a supervisor runs it. */
export interface NpmStart {
  /** Of npm, and of the process that started all others. */
  readonly pids: { readonly npm: number; readonly start: number }
  /** All processes that belong to it, the guardian among them. */
  readonly processes: number
  /** What it printed until now. */
  output(): string
  /** npm's exit code; null: a signal ended it. */
  readonly exited: Promise<number | null>
  /** Whether every process of it is gone within this time. */
  isGone(withinMs: number): Promise<boolean>
  [Symbol.asyncDispose](): Promise<void>
}

/** Resolves when it says that Hansard is up. Its state is in `stateDir`, which nothing else works in. Rejects with its output when it ends before. */
export const npmStart = async (stateDir: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<NpmStart> => {
  const npm = spawn('npm', ['start', '--', ...args], {
    cwd: root,
    env: { ...process.env, ...noAddresses, HANSARD_STATE: stateDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const exited = (once(npm, 'exit') as Promise<[number | null]>).then(([code]) => code)
  const dispose = async () => {
    npm.kill('SIGTERM')
    await exited
    await endAbandoned(stateDir)
  }
  const isUp = () => output.includes('Hansard is up')
  await waitUntil(() => isUp() || npm.exitCode !== null || npm.signalCode !== null, 90_000)
  if (!isUp()) {
    await dispose()
    throw new Error(`npm start did not come up:\n${output}`)
  }
  const family = await familyOf(npm.pid ?? 0)
  const { pid: start } = StackFile.parse(JSON.parse(await readFile(join(stateDir, 'stack.json'), 'utf8')))
  return {
    pids: { npm: npm.pid ?? 0, start },
    processes: family.length,
    output: () => output,
    exited,
    isGone: (withinMs) =>
      waitUntil(async () => {
        const identities = await Promise.all(family.map(({ pid }) => processIdentity(pid)))
        return identities.every((identity, index) => identity !== family[index]?.identity)
      }, withinMs),
    [Symbol.asyncDispose]: dispose,
  }
}

interface Relative {
  readonly pid: number
  readonly identity: string
}

/** The process and all that came from it. */
const familyOf = async (ancestor: number): Promise<readonly Relative[]> => {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid='])
  const all = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
  const pids = new Set([ancestor])
  for (const pid of pids) for (const [child = 0, parent] of all) if (parent === pid) pids.add(child)
  const relatives = all.filter(([pid = 0]) => pids.has(pid))
  const known = await Promise.all(relatives.map(async ([pid = 0]) => ({ pid, identity: (await processIdentity(pid)) ?? '' })))
  // `ps` itself has ended by now.
  return known.filter(({ identity }) => identity !== '')
}
