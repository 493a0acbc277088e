import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { SetupError } from '../setup-error.ts'
import { waitUntil } from '../wait-until.ts'
import { processIdentity } from './identity.ts'
import type { Ledger } from './ledger.ts'

export interface ServiceSpec {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly cwd?: string
  readonly uid?: number
  readonly gid?: number
  /** The file that takes its output; begun anew at the first start, continued at later ones. */
  readonly log: string
  readonly stopSignal: 'SIGTERM' | 'SIGINT'
  /** How long it may take to stop before it is killed. */
  readonly stopWithinMs: number
  /** It needs others to end well; what is left of a dead parent is ended accordingly. */
  readonly needsOthers?: boolean
  /** Whether it does its work; asked again and again while it starts. */
  ready(): Promise<boolean>
  readonly readyWithinMs: number
  /** It ended after it was ready, though nobody stopped it. */
  onLost?(reason: string): void
}

/** One long-running process of ours, which can be stopped and started again. */
export interface Service {
  readonly pid: number | undefined
  /** Resolves when `ready` says so; throws where it runs already, and SetupError with the end of its log when it ends before or takes too long. */
  start(): Promise<void>
  stop(): Promise<void>
  /** Ends it at once. */
  kill(): void
}

export const createService = (spec: ServiceSpec, ledger: Ledger): Service => {
  let child: ChildProcess | undefined
  let stopping = false
  let up = false
  let logFlag: 'w' | 'a' = 'w'

  const running = (): boolean => child !== undefined && child.exitCode === null && child.signalCode === null && child.pid !== undefined

  const stop = async (): Promise<void> => {
    stopping = true
    if (child !== undefined && running()) {
      const exited = once(child, 'exit')
      child.kill(spec.stopSignal)
      const killer = setTimeout(() => child?.kill('SIGKILL'), spec.stopWithinMs)
      await exited
      clearTimeout(killer)
    }
    child = undefined
    await ledger.remove(spec.name)
  }

  /** A second one would be nobody's to stop. One that was killed is given the moment it takes to be gone. */
  const noneRuns = async (): Promise<void> => {
    const before = child
    if (before?.pid === undefined || !running()) return
    if (!before.killed && (await processIdentity(before.pid)) !== undefined) throw new Error(`${spec.name} runs already`)
    if (running()) await once(before, 'exit')
  }

  const start = async (): Promise<void> => {
    await noneRuns()
    stopping = false
    up = false
    const log = await open(spec.log, logFlag)
    // Since then somebody else may have stopped it, or started it.
    if (stopping || running()) {
      await log.close()
      throw new SetupError(`${spec.name} was ${stopping ? 'stopped' : 'started'} while it started`)
    }
    logFlag = 'a'
    let ended: string | undefined
    child = launch(spec, log.fd)
    child.once('error', (error) => (ended = error.message))
    child.once('exit', (code, signal) => {
      ended = signal === null ? `exit code ${code}` : signal
      if (up && !stopping) spec.onLost?.(ended)
    })
    await log.close()
    if (child.pid !== undefined) await ledger.add(spec.name, child.pid, spec)
    const ready = await waitUntil(async () => ended !== undefined || (await spec.ready()), spec.readyWithinMs)
    if (ready && ended === undefined) {
      up = true
      return
    }
    const why = ended === undefined ? `was not ready within ${spec.readyWithinMs / 1_000} s` : `ended while starting (${ended})`
    await stop()
    throw new SetupError(`${spec.name} ${why}. The end of its log, ${spec.log}:\n${await tail(spec.log)}`)
  }

  return {
    get pid() {
      return running() ? child?.pid : undefined
    },
    start,
    stop,
    kill: () => child?.kill('SIGKILL'),
  }
}

/** `detached`: in a process group of its own, so that Ctrl-C reaches the parent alone, which stops its children in order. */
const launch = (spec: ServiceSpec, log: number): ChildProcess =>
  spawn(spec.command, [...spec.args], {
    env: spec.env,
    cwd: spec.cwd,
    ...(spec.uid === undefined ? {} : { uid: spec.uid }),
    ...(spec.gid === undefined ? {} : { gid: spec.gid }),
    stdio: ['ignore', log, log],
    detached: true,
  })

const tail = async (file: string): Promise<string> => {
  const text = await readFile(file, 'utf8').catch(() => '')
  return text.trim() === '' ? `(${basename(file)} is empty)` : text.trim().split('\n').slice(-12).join('\n')
}
