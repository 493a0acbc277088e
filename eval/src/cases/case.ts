import { pick, type Random } from '@hansard/merger/test/conversation'
import { converse, type Meeting, type Plan } from '../conversation/converse.ts'
import type { Kind } from '../conversation/kinds.ts'
import type { Heard } from '../hearing/hear.ts'
import type { Bank } from '../language/bank.ts'

/** What a case is made from: everything else follows from the random numbers. */
export interface World {
  readonly random: Random
  readonly bank: Bank
  readonly kind: Kind
  readonly minutes: number
}

export interface Pair {
  readonly a: Heard
  readonly b: Heard
  /** More sources of the same meeting, for the merging. */
  readonly others: readonly Heard[]
  /** What was really said; undefined for two meetings, which are never merged. */
  readonly meeting: Meeting | undefined
  /** How much of the merging the case is a fair measure of. */
  readonly measures: 'all' | 'recognising'
}

export interface Case {
  readonly name: string
  readonly same: boolean
  build(world: World): Pair
}

const minute = 60_000
export const hour: number = 60 * minute

/** Mondays at three, as good as any. */
const base = Date.UTC(2026, 8, 14, 15)

export const meetingOf = ({ random, bank, kind, minutes }: World, change: Partial<Plan> = {}): Meeting =>
  converse(random, { bank, kind, minutes: minutes * (0.7 + random() * 0.6), startedAt: base + Math.floor(random() * 4) * hour, ...change })

export const between = (random: Random, least: number, most: number): number => least + random() * (most - least)

/** Minutes and seconds that two clocks are apart, either way. */
export const apart = (random: Random, leastMs: number, mostMs: number): number =>
  Math.round(between(random, leastMs, mostMs)) * pick(random, [-1, 1])

export const one = (meeting: Meeting, a: Heard, b: Heard, rest: Partial<Pair> = {}): Pair => ({
  a,
  b,
  others: [],
  meeting,
  measures: 'all',
  ...rest,
})

export const two = (a: Heard, b: Heard): Pair => ({ a, b, others: [], meeting: undefined, measures: 'recognising' })
