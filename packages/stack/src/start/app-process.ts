import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Ledger } from '../processes/ledger.ts'
import { createService } from '../processes/service.ts'
import type { Service } from '../processes/service.ts'
import { compileCache } from './compile-cache.ts'

/** A process of this project that logs JSON lines. */
export interface AppProcess {
  readonly name: string
  readonly log: string
  readonly pid: number | undefined
  /** What a line of its log says the address is; empty before it is ready. */
  readonly address: string
  /** What its `ready` line says the address is: that of its health server, where it has one. */
  readonly readyAddress: string
  /** What its last start took. */
  readonly seconds: number
  start(): Promise<void>
  stop(): Promise<void>
}

export interface AppProcessSpec {
  readonly name: string
  /** The TypeScript file to run. */
  readonly entry: string
  readonly logs: string
  readonly env: NodeJS.ProcessEnv
  readonly ledger: Ledger
  /** The message of the log line that has the address others use; without one, that of `ready`. */
  readonly addressIn?: string
  /** Its `ready` line has the address of a health server, which is asked as well. */
  readonly health: boolean
  onLost(reason: string): void
}

/** It has started when it logged `ready` and, where it has a health server, that one says so too. */
export const createAppProcess = (spec: AppProcessSpec): AppProcess => {
  const log = join(spec.logs, `${spec.name}.log`)
  let address = ''
  let readyAddress = ''
  let seconds = 0
  const isReady = async (): Promise<boolean> => {
    const lines = await readLines(log)
    const ready = lines.findLast(({ msg }) => msg === 'ready')?.address
    if (ready === undefined || (spec.health && !(await fetch(`${ready}/readyz`)).ok)) return false
    readyAddress = ready
    address = spec.addressIn === undefined ? ready : (lines.findLast(({ msg }) => msg === spec.addressIn)?.address ?? ready)
    return true
  }
  const service: Service = createService(
    {
      name: spec.name,
      command: process.execPath,
      args: [spec.entry],
      env: { NODE_COMPILE_CACHE: compileCache, ...spec.env },
      log,
      stopSignal: 'SIGTERM',
      stopWithinMs: 27_000,
      needsOthers: true,
      ready: isReady,
      readyWithinMs: 60_000,
      onLost: spec.onLost,
    },
    spec.ledger,
  )
  return {
    name: spec.name,
    log,
    get pid() {
      return service.pid
    },
    get address() {
      return address
    },
    get readyAddress() {
      return readyAddress
    },
    get seconds() {
      return seconds
    },
    async start() {
      const begin = performance.now()
      await service.start()
      seconds = (performance.now() - begin) / 1_000
    },
    stop: service.stop,
  }
}

const Line = z.object({ msg: z.string(), address: z.string().optional() })

const readLines = async (file: string): Promise<readonly z.infer<typeof Line>[]> =>
  (await readFile(file, 'utf8')).split('\n').flatMap((line) => {
    try {
      return [Line.parse(JSON.parse(line))]
    } catch {
      return []
    }
  })
