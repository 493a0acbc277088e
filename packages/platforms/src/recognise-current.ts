import { setImmediate } from 'node:timers/promises'
import type { Directory } from '@hansard/shared/directory/directory'
import type { ClueMemory } from './clue-memory.ts'
import type { Delivery, Platform } from './platform.ts'
import { recognise, recognised } from './recognise.ts'
import type { Recognition } from './recognition.ts'
import { judging, type Target } from './vouching.ts'

/** The directory as a process has it, and how it gets a newer one. */
export interface DirectoryView {
  /** Undefined until the first one was loaded. */
  current(): Directory | undefined
  /** True: `current` is newer than before. */
  renew(): Promise<boolean>
}

/** What one sender may have hashed, in bytes. */
export interface HashBudget {
  /** For the few secrets that the body points to: they are tried in any case. */
  note(bytes: number): void
  /** For all other secrets: they are tried where it says true. */
  take(bytes: number): boolean
  /** It was authentic: nothing of it counts. */
  giveBack(bytes: number): void
}

/** For deliveries of strangers, who must not be able to make us try every secret there is. */
export interface Guard {
  readonly memory: ClueMemory
  readonly budget: HashBudget
}

/**
 * Recognises against the current directory; a refusal that may only mean that the directory is older than the integration is judged once
 * more, after `renew`. Undefined: no directory was ever loaded. Rejects when `renew` does. Without a guard every secret is tried at once.
 */
export const recogniseCurrent = async (
  platform: Platform,
  delivery: Delivery,
  integrationId: string | undefined,
  view: DirectoryView,
  guard?: Guard,
): Promise<Recognition | undefined> => {
  const judge = (tried?: Set<string>): Recognition | undefined | Promise<Recognition> => {
    const directory = view.current()
    if (directory === undefined) return undefined
    const target: Target = { directory, integrationId, memory: guard?.memory, tried }
    return guard === undefined ? recognise(platform, delivery, target) : recogniseWithin(platform, delivery, target, guard.budget)
  }
  const tried = new Set<string>()
  const first = await judge(tried)
  if (first !== undefined && !mayBeOutdated(first)) return first
  if (!(await view.renew())) return first
  // Where none of them fitted, only secrets that are new can; where one did, the hosts may have become known.
  return judge(first?.kind === 'forged' ? tried : undefined)
}

const mayBeOutdated = (recognition: Recognition): boolean =>
  recognition.kind === 'forged' || recognition.kind === 'unavailable' || (recognition.kind === 'ignored' && recognition.event !== undefined)

/** As `recognise`, within a budget; a search leaves the event loop to others between any two slices of it. */
const recogniseWithin = async (platform: Platform, delivery: Delivery, target: Target, budget: HashBudget): Promise<Recognition> => {
  const steps = judging(platform, delivery, target)
  let counted = 0
  let step = steps.next(true)
  while (step.done !== true) {
    const { kind, bytes } = step.value
    let allowed = true
    if (kind === 'search') allowed = budget.take(bytes)
    if (kind === 'candidates') budget.note(bytes)
    if (kind !== 'slice' && allowed) counted += bytes
    if (allowed && (kind !== 'candidates' || bytes > largeBytes)) await turn()
    step = steps.next(allowed)
  }
  if (step.value.kind === 'vouched') budget.giveBack(counted)
  return recognised(platform, delivery, target, step.value)
}

/** A quarter of a millisecond: what is hashed for usual bodies at once. */
const largeBytes = 262_144

let lastTurn: Promise<unknown> = Promise.resolve()

/** Searches take turns: one slice of one search each time the event loop comes round, however many there are. */
const turn = (): Promise<unknown> => {
  lastTurn = lastTurn.then(() => setImmediate())
  return lastTurn
}
