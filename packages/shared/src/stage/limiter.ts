import { setByUse } from '../by-use.ts'

/**
 * What becomes of a record that would be a dead letter. `shed`: most recent records of its integration would be, so that this one waits
 * while the others flow; `halted`: so it is with several integrations and with none otherwise, and something is wrong with the stage rather than with the records.
 */
export type Verdict = 'admitted' | 'shed' | 'halted'

/** Keeps a stage from pouring its topic into the dead letters. */
export interface DeadLetterLimiter {
  /** A record ended otherwise than as a dead letter. `integration`: whose it is, where that is known. */
  ended(integration: string | undefined): void
  /** Whether one more dead letter is within the limit; counts it if so. */
  judge(integration: string | undefined): Verdict
  /** How many integrations are shed now. */
  shed(): number
}

export interface DeadLetterLimit {
  /** How many of the most recent records count. */
  readonly window: number
  /** Fewer dead letters than this are always admitted: a handful of bad records is no pattern. */
  readonly minimum: number
  /** The share of the window beyond which no further dead letter is admitted, 0 to 1. */
  readonly share: number
}

/** Integrations that are judged by themselves at once: those heard of last. */
const mostIntegrations = 2_000

interface End {
  readonly dead: boolean
  readonly integration: string | undefined
}

/** The most recent ends, and how many of them were dead letters. */
const createWindow = (size: number) => {
  const ends: End[] = []
  const dead = new Map<string | undefined, number>()
  /** Records of known integrations that ended well. */
  let well = 0
  const count = ({ dead: isDead, integration }: End, by: 1 | -1): void => {
    if (!isDead) {
      if (integration !== undefined) well += by
      return
    }
    const left = (dead.get(integration) ?? 0) + by
    if (left === 0) dead.delete(integration)
    else dead.set(integration, left)
  }
  const sum = (): number => [...dead.values()].reduce((total, each) => total + each, 0)
  return {
    add(end: End): void {
      ends.push(end)
      count(end, 1)
      const gone = ends.length > size ? ends.shift() : undefined
      if (gone !== undefined) count(gone, -1)
    },
    dead: sum,
    someEndWell: (): boolean => well > 0,
    /** Without those of the integration that has most. What nobody is known to own is everybody's. */
    deadOfOthers: (): number =>
      sum() - [...dead].reduce((most, [integration, each]) => (integration === undefined ? most : Math.max(most, each)), 0),
    /** What share of the records would be dead letters if one more was. */
    shareWithOne: (): number => (sum() + 1) / (ends.length + 1),
  }
}
type Window = ReturnType<typeof createWindow>

/**
 * Judges by integrations: each has a window of its own, and all have one together. The common one halts only when dead letters are many
 * without those of the integration that has most, and no integration's records end well: as long as somebody's do, the stage does its
 * work, and those that fail are shed one by one, however many they are.
 */
export const createDeadLetterLimiter = ({ window: size, minimum, share }: DeadLetterLimit): DeadLetterLimiter => {
  const all = createWindow(size)
  const own = new Map<string, Window>()
  const shedding = new Set<string>()
  const windowOf = (integration: string): Window => {
    const known = own.get(integration) ?? createWindow(size)
    const idle = setByUse(own, integration, known, mostIntegrations)
    if (idle !== undefined) shedding.delete(idle[0])
    return known
  }
  return {
    ended(integration) {
      all.add({ dead: false, integration })
      if (integration === undefined) return
      windowOf(integration).add({ dead: false, integration })
      shedding.delete(integration)
    },
    judge(integration) {
      if (all.deadOfOthers() >= Math.max(1, minimum) && all.shareWithOne() > share && !all.someEndWell()) return 'halted'
      if (integration !== undefined) {
        const mine = windowOf(integration)
        if (mine.dead() >= minimum && mine.shareWithOne() > share) {
          shedding.add(integration)
          return 'shed'
        }
        mine.add({ dead: true, integration })
      }
      all.add({ dead: true, integration })
      return 'admitted'
    },
    shed: () => shedding.size,
  }
}
