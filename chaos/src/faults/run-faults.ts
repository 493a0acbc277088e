import { setTimeout as delay } from 'node:timers/promises'
import { messageOf } from '@hansard/shared/errors'
import { createRandom, type Random } from '@hansard/simulator/meeting/random'
import type { MergedWatch, Recovery } from '../observe/merged-watch.ts'
import type { System } from '../system/system.ts'
import { createDraw } from './draw.ts'
import type { FaultKind, Struck } from './fault.ts'

/** A fault that took place. */
export interface FaultRecord extends Recovery {
  readonly number: number
  readonly kind: string
  readonly broker: boolean
  readonly disturbs: FaultKind['disturbs']
  readonly detail: string
  /** Epoch milliseconds of its begin, and of the moment all was well again. */
  readonly at: number
  readonly until: number
  /** False: it could not be made to happen; `detail` says why. */
  readonly done: boolean
  /** Another fault was at work at the same time: its recovery says nothing of it alone. */
  readonly overlapped: boolean
}

export interface FaultsOptions {
  readonly seed: string
  readonly kinds: readonly FaultKind[]
  /** No fault begins later than this (epoch milliseconds). */
  readonly until: number
  /** Milliseconds of calm between two faults, at least and at most. */
  readonly calm: readonly [number, number]
  /** How many of a hundred faults come with a second one. */
  readonly pairs: number
  onFault(record: FaultRecord): void
}

/** How long a recovery is waited for before the next fault comes, milliseconds. */
const patienceMs = 60_000

/**
 * Lets faults strike one after the other, each when the one before is over: that is how the recovery from a single one is measured.
 * Every kind comes once before any comes again, in an order by the seed; some come two at a time.
 */
export const runFaults = async (system: System, watch: MergedWatch, options: FaultsOptions): Promise<readonly FaultRecord[]> => {
  const random = createRandom(`faults ${options.seed}`)
  const records: FaultRecord[] = []
  const draw = createDraw(options.kinds, random)
  while (Date.now() < options.until) {
    const pair = random.int(1, 100) <= options.pairs
    const at = Date.now()
    const kinds = draw(pair ? 2 : 1)
    const struck = await Promise.all(kinds.map((kind) => strike(kind, system, random)))
    const since = Math.max(...struck.map((each) => each.since))
    const recovery = await watch.recovered(since, patienceMs)
    for (const [index, { name, broker, disturbs }] of kinds.entries()) {
      const record: FaultRecord = {
        number: records.length + 1,
        kind: name,
        broker,
        disturbs,
        detail: struck[index]?.detail ?? '',
        done: struck[index]?.done ?? false,
        at,
        until: Date.now(),
        overlapped: pair,
        ...recovery,
      }
      records.push(record)
      options.onFault(record)
    }
    await delay(random.int(...options.calm))
  }
  return records
}

const strike = async (kind: FaultKind, system: System, random: Random): Promise<Struck & Pick<FaultRecord, 'done'>> => {
  const since = Date.now()
  try {
    return { ...(await kind.strike(system, random)), done: true }
  } catch (error) {
    return { detail: `could not be done: ${messageOf(error)}`, since, done: false }
  }
}
