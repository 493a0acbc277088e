import { seeded } from '@hansard/merger/test/conversation'
import { merge } from '@hansard/merger/merge/merge'
import { prepare, type Prepared } from '@hansard/merger/score/profile'
import { score } from '@hansard/merger/score/score'
import { converse } from '../conversation/converse.ts'
import { engineering } from '../conversation/kinds.ts'
import { hear } from '../hearing/hear.ts'
import { cues, sentences } from '../hearing/styles.ts'
import { englishEngineering } from '../language/english-engineering.ts'

export interface LongPair {
  readonly words: number
  /** Milliseconds of the processor, the best of several: what it costs, however busy the machine is. */
  readonly prepareMs: number
  readonly scoreMs: number
  readonly mergeMs: number
}

const best = <T>(times: number, setUp: () => T, work: (given: T) => unknown): number =>
  Math.min(
    ...Array.from({ length: times }, () => {
      const given = setUp()
      const began = process.threadCpuUsage()
      work(given)
      const { user, system } = process.threadCpuUsage(began)
      return (user + system) / 1_000
    }),
  )

/** Two transcripts of three hours: how long comparing and merging them takes. */
export const measureLongPair = (): LongPair => {
  const random = seeded(42)
  const meeting = converse(random, { bank: englishEngineering, kind: engineering, minutes: 180, startedAt: 0 })
  const [a, b] = [cues, sentences].map((style) => hear(random, meeting, { style, errors: 0.12 }).transcript)
  if (a === undefined || b === undefined) throw new Error('Two hearings make two transcripts.')
  // Anew each time: what two transcripts have in common is worked out once.
  const both = (): readonly [Prepared, Prepared] => [prepare(a), prepare(b)]
  return {
    words: prepare(a).heard.words.count,
    prepareMs: best(3, () => a, prepare),
    scoreMs: best(8, both, ([x, y]) => score(x, y)),
    mergeMs: best(8, both, merge),
  }
}
