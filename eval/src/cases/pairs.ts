import { seeded, type Random } from '@hansard/merger/test/conversation'
import { earningsCall, engineering, interview, oneToOne, panel, presentation, sales, standUp, type Kind } from '../conversation/kinds.ts'
import { arabic } from '../language/arabic.ts'
import type { Bank } from '../language/bank.ts'
import { chinese } from '../language/chinese.ts'
import { englishEngineering } from '../language/english-engineering.ts'
import { englishFinance } from '../language/english-finance.ts'
import { french } from '../language/french.ts'
import { german } from '../language/german.ts'
import { hebrew } from '../language/hebrew.ts'
import { japanese } from '../language/japanese.ts'
import { spanish } from '../language/spanish.ts'
import type { Case, Pair, World } from './case.ts'
import { clocksAndCuts } from './clocks-and-cuts.ts'
import { heardDifferently } from './heard-differently.ts'
import { twoMeetings } from './two-meetings.ts'

export type ShareName = 'tuning' | 'held-out'

/** The two shares have neither language, phrases, kinds of meetings nor seeds in common. */
interface Share {
  readonly seed: number
  readonly banks: readonly Bank[]
  readonly kinds: readonly Kind[]
}

const shares: Readonly<Record<ShareName, Share>> = {
  tuning: {
    seed: 1_000_003,
    banks: [englishEngineering, spanish, chinese, arabic, englishEngineering],
    kinds: [standUp, oneToOne, engineering, sales],
  },
  'held-out': {
    seed: 7_000_001,
    banks: [englishFinance, german, japanese, french, hebrew],
    kinds: [earningsCall, interview, panel, presentation],
  },
}

export const cases: readonly Case[] = [...heardDifferently, ...clocksAndCuts, ...twoMeetings]

export interface Example extends Pair {
  readonly case: Case
  readonly share: ShareName
  readonly language: string
  readonly kind: string
}

/** Pairs of each case and share; more where there is more to get wrong. */
const perCase = { full: 6, quick: 1 } as const

const worldOf = (random: Random, { banks, kinds }: Share, number: number): World => ({
  random,
  bank: banks[number % banks.length] as Bank,
  kind: kinds[Math.floor(random() * kinds.length)] as Kind,
  minutes: 8 + Math.floor(random() * 16),
})

/** Every example, made when it is asked for: all of them at once would not fit into memory's caches. */
export const examples = function* (size: keyof typeof perCase): Generator<Example> {
  for (const [name, share] of Object.entries(shares) as readonly (readonly [ShareName, Share])[]) {
    for (const [place, each] of cases.entries()) {
      const count = perCase[size] * (each.same || size === 'quick' ? 1 : 2)
      for (let number = 0; number < count; number++) {
        const world = worldOf(seeded(share.seed + place * 1_009 + number * 31), share, place + number)
        yield { ...each.build(world), case: each, share: name, language: world.bank.name, kind: world.kind.name }
      }
    }
  }
}
