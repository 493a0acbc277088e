import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { accompany } from '@hansard/stack/processes/accompany'
import type { Ledger } from '@hansard/stack/processes/ledger'

const root = fileURLToPath(new URL('..', import.meta.url))

export const appNames = ['ingress', 'verifier', 'deduper', 'transcript-processor', 'merger', 'recorder'] as const
export type AppName = (typeof appNames)[number]

/** One app as the process it is in production. */
export interface AppProcess {
  readonly name: AppName
  readonly pid: number
  /** Of the ingress: where it takes webhooks. Of the others: where health and metrics answer. */
  readonly address: string
  /** Where health and metrics answer. */
  readonly health: string
  /** Resolves with the exit code once the process is gone, whoever ended it; null: a signal did. */
  readonly exited: Promise<number | null>
  /** Sends the signal and resolves with the exit code once the process is gone. */
  stop(signal: NodeJS.Signals): Promise<number | null>
}

interface LogLine {
  readonly msg?: string
  readonly address?: string
}

const parse = (line: string): LogLine => {
  try {
    return JSON.parse(line) as LogLine
  } catch {
    return {}
  }
}

/** What is needed to run an app beside a stack. */
export interface AppPlace {
  readonly env: NodeJS.ProcessEnv
  readonly logFile: string
  /** The stack's: the app ends with whoever started both, however that ends. */
  readonly ledger: Ledger
  /** Where another version is checked out. */
  readonly checkout?: string
}

/** Starts an app, of this checkout unless told, and resolves when it says that it is ready; rejects with its last output when it ends before. */
export const startApp = async (name: AppName, { env, logFile, ledger, checkout = root }: AppPlace): Promise<AppProcess> => {
  const main = join(checkout, 'apps', name, 'src', 'main.ts')
  const child: ChildProcess = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ready = Promise.withResolvers<{ readonly address: string; readonly health: string }>()
  const tail: string[] = []
  let listening: string | undefined
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue
    createInterface({ input: stream }).on('line', (line) => {
      appendFileSync(logFile, `${line}\n`)
      tail.push(line)
      if (tail.length > 20) tail.shift()
      const { msg, address = '' } = parse(line)
      if (msg === 'listening') listening = address
      if (msg === 'ready') ready.resolve({ address: listening ?? address, health: address })
    })
  }
  const exited = (once(child, 'exit') as Promise<[number | null]>).then(([code]) => code)
  void exited.then((code) => ready.reject(new Error(`${name} ended with ${code}:\n${tail.join('\n')}`)))
  await accompany(ledger, name, child)
  const { address, health } = await ready.promise
  return {
    name,
    pid: child.pid ?? -1,
    address,
    health,
    exited,
    stop(signal) {
      child.kill(signal)
      return exited
    },
  }
}
