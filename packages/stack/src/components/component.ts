import { SetupError } from '../setup-error.ts'
import type { Ledger } from '../processes/ledger.ts'
import type { Service } from '../processes/service.ts'

export type ComponentName = 'kafka' | 'registry' | 'redis' | 'postgres'

/** One of the four things that Hansard stands on. */
export interface Component {
  /** Host and port, or URL: the value of the component's environment variable. */
  readonly address: string
  /** It was there before (its address was in the environment): starting and stopping do nothing. */
  readonly external: boolean
  /** Undefined while it does not run, and for an external one. */
  readonly pid: number | undefined
  /** The file with its output. */
  readonly log: string | undefined
  start(): Promise<void>
  /** Also ends a start that is under way. */
  stop(): Promise<void>
  /** Ends it at once. */
  kill(): void
}

/** What every component needs to know of its surroundings. */
export interface Place {
  /** An existing folder for its data. */
  readonly data: string
  readonly log: string
  readonly env: NodeJS.ProcessEnv
  readonly ledger: Ledger
  /** It ended though nobody stopped it. */
  onLost(reason: string): void
}

/** A component that is a process of ours; `create` makes what it needs on disk, once, at its first start. */
export const embeddedComponent = (address: string, log: string, create: () => Promise<Service>): Component => {
  let service: Service | undefined
  let starting: Promise<void> | undefined
  let stopped = false

  const launch = async (): Promise<void> => {
    service ??= await create()
    if (stopped) throw new SetupError('stopped while it started')
    await service.start()
  }
  return {
    address,
    external: false,
    log,
    get pid() {
      return service?.pid
    },
    start() {
      stopped = false
      starting = launch()
      return starting
    },
    async stop() {
      stopped = true
      await service?.stop()
      await starting?.catch(() => undefined)
      await service?.stop()
    },
    kill: () => service?.kill(),
  }
}

export const externalComponent = (address: string): Component => ({
  address,
  external: true,
  pid: undefined,
  log: undefined,
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
  kill: () => undefined,
})
