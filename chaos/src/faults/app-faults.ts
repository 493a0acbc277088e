import { setTimeout as delay } from 'node:timers/promises'
import { appNames, type AppName } from '@hansard/e2e/app-process'
import type { Random } from '@hansard/simulator/meeting/random'
import type { Fleet, Member } from '../system/fleet.ts'
import type { FaultKind } from './fault.ts'

/** The consumers' session timeout is 10 s: who is silent for longer has lost its partitions, and wakes up not knowing it. */
const frozenMs = { least: 12_000, most: 16_000 }
const startWithinMs = 40_000

const anyOf = (fleet: Fleet, app: AppName, random: Random): Member | undefined => {
  const members = fleet.running(app)
  return members.length === 0 ? undefined : random.pick(members)
}

const kill = (app: AppName): FaultKind => ({
  name: `kill -9 ${app}`,
  broker: false,
  disturbs: app,
  async strike({ fleet }, random) {
    const member = anyOf(fleet, app, random)
    const since = Date.now()
    if (member === undefined) throw new Error('none runs')
    fleet.kill(member)
    return { detail: `${member.name} (pid ${member.process.pid})`, since }
  },
})

const freeze = (app: AppName): FaultKind => ({
  name: `freeze ${app}`,
  broker: false,
  disturbs: app,
  async strike({ fleet }, random) {
    const member = anyOf(fleet, app, random)
    const since = Date.now()
    if (member === undefined) throw new Error('none runs')
    const { pid } = member.process
    const forMs = random.int(frozenMs.least, frozenMs.most)
    signal(pid, 'SIGSTOP')
    await delay(forMs)
    signal(pid, 'SIGCONT')
    return { detail: `${member.name} (pid ${pid}) for ${(forMs / 1_000).toFixed(1)} s`, since }
  },
})

const scaleUp = (app: AppName): FaultKind => ({
  name: `one more ${app}`,
  broker: false,
  disturbs: app,
  async strike({ fleet }) {
    const since = Date.now()
    const member = await Promise.race([fleet.add(app), delay(startWithinMs, undefined, { ref: false })])
    return {
      detail: member === undefined ? 'it is still starting' : `${member.name}, ready in ${((Date.now() - since) / 1_000).toFixed(1)} s`,
      since,
    }
  },
})

const scaleDown = (app: AppName): FaultKind => ({
  name: `one ${app} less`,
  broker: false,
  disturbs: app,
  async strike({ fleet }) {
    const since = Date.now()
    const members = fleet.running(app)
    const member = members.at(-1)
    if (member === undefined || members.length < 2) throw new Error('too few run')
    const code = await fleet.remove(member)
    const took = `${member.name}, exit code ${code} after ${((Date.now() - since) / 1_000).toFixed(1)} s`
    // Two of each is what the experiment is made on.
    if (fleet.running(app).length < 2) await fleet.add(app)
    return { detail: took, since }
  },
})

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name)
  } catch {
    // It ended meanwhile.
  }
}

export const appFaults: readonly FaultKind[] = appNames.flatMap((app) => [kill(app), freeze(app), scaleUp(app), scaleDown(app)])
