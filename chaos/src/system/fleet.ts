import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { appNames, startApp, type AppName, type AppProcess } from '@hansard/e2e/app-process'
import type { Ledger } from '@hansard/stack/processes/ledger'

/** The processes of the apps, kept running as Kubernetes would: one that ends is started again after a moment. */
export interface Fleet {
  /** The processes of the app that run now. */
  running(app: AppName): readonly Member[]
  /** One more; resolves when it is ready. */
  add(app: AppName): Promise<Member>
  /** Asked to stop and not started again; resolves with its exit code. */
  remove(member: Member): Promise<number | null>
  /** Ended at once, as a crash or the machine would; started again. */
  kill(member: Member): void
  /** Where webhooks are taken. */
  ingressAddresses(): readonly string[]
  /** Processes that ended without being asked to. */
  readonly selfEnded: readonly SelfEnded[]
  /** Asks all to stop; resolves with the names of those that did not end by themselves with code 0. */
  stop(): Promise<readonly string[]>
}

export interface Member {
  readonly app: AppName
  /** `merger-2`: the same before and after a restart. */
  readonly name: string
  readonly process: AppProcess
}

export interface SelfEnded {
  readonly name: string
  readonly code: number | null
  /** Epoch milliseconds. */
  readonly at: number
}

export interface FleetOptions {
  readonly env: NodeJS.ProcessEnv
  readonly logs: string
  readonly ledger: Ledger
  /** How long a crashed process stays away, milliseconds. */
  readonly restartAfterMs: number
}

export const createFleet = ({ env, logs, ledger, restartAfterMs }: FleetOptions): Fleet => {
  const members = new Map<string, Member>()
  /** Names of those that run or will be started again. */
  const taken = new Set<string>()
  const expected = new Set<string>()
  const selfEnded: SelfEnded[] = []
  const starting = new Set<Promise<unknown>>()
  let stopping = false

  const launch = async (app: AppName, name: string): Promise<Member> => {
    const process = await startApp(app, { env, logFile: join(logs, `${name}.log`), ledger })
    const member = { app, name, process }
    members.set(name, member)
    void process.exited.then((code) => ended(member, code))
    return member
  }

  const ended = (member: Member, code: number | null) => {
    if (members.get(member.name) === member) members.delete(member.name)
    if (stopping || expected.delete(`${member.process.pid} removed`)) return
    if (!expected.delete(`${member.process.pid} killed`)) selfEnded.push({ name: member.name, code, at: Date.now() })
    const restarting = restart(member).finally(() => starting.delete(restarting))
    starting.add(restarting)
  }

  const restart = async ({ app, name }: Member): Promise<void> => {
    while (!stopping) {
      await delay(restartAfterMs)
      if (stopping) return
      try {
        const member = await launch(app, name)
        if (stopping) await member.process.stop('SIGTERM')
        return
      } catch {
        selfEnded.push({ name, code: null, at: Date.now() })
      }
    }
  }

  const running = (app: AppName) => [...members.values()].filter((member) => member.app === app)
  return {
    running,
    async add(app) {
      const names = Array.from({ length: 9 }, (_, index) => `${app}-${index + 1}`)
      const name = names.find((each) => !taken.has(each)) ?? `${app}-x`
      taken.add(name)
      return launch(app, name)
    },
    async remove(member) {
      expected.add(`${member.process.pid} removed`)
      taken.delete(member.name)
      return member.process.stop('SIGTERM')
    },
    kill(member) {
      expected.add(`${member.process.pid} killed`)
      process.kill(member.process.pid, 'SIGKILL')
    },
    ingressAddresses: () => running('ingress').map((member) => member.process.address),
    selfEnded,
    async stop() {
      stopping = true
      await Promise.allSettled(starting)
      const codes = await Promise.all(
        appNames.flatMap(running).map(async ({ name, process }) => ((await process.stop('SIGTERM')) === 0 ? [] : [name])),
      )
      return codes.flat()
    },
  }
}
