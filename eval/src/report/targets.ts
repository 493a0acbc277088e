import type { LongPair } from '../measure/long-pair.ts'
import type { Merging } from '../measure/merging.ts'
import type { Recognised } from '../measure/recognising.ts'
import { mergingRates } from './merging-report.ts'
import { ratesOf } from './recognising-report.ts'
import { table } from './table.ts'

/** What is asked for, and what is reached; the figures are of the share that nothing was tuned on, times of this machine. */
export const targetsReport = (
  pairs: readonly Recognised[],
  meetings: readonly Merging[],
  long: LongPair,
): { readonly text: string; readonly met: boolean } => {
  const held = ratesOf(pairs.filter(({ share }) => share === 'held-out'))
  const merging = mergingRates(meetings.filter(({ share }) => share === 'held-out'))
  const judged: readonly (readonly [string, string, string, boolean])[] = [
    ['precision, hard negatives of both shares', '1.000', ratesOf(pairs).precision.toFixed(3), ratesOf(pairs).wrong === 0],
    ['recall', '0.980', held.recall.toFixed(3), held.recall >= 0.98],
    ['speakers by words', '0.970', merging.speakers.toFixed(3), merging.speakers >= 0.97],
    ['fewer word errors than the best source alone', '0.200', merging.fewerErrors.toFixed(3), merging.fewerErrors >= 0.2],
  ]
  const timed: readonly (readonly [string, string, string])[] = [
    [`scoring two of three hours (${long.words} words)`, '30 ms', `${long.scoreMs.toFixed(1)} ms`],
    ['merging them', '150 ms', `${long.mergeMs.toFixed(1)} ms`],
    ['preparing one of them', '–', `${long.prepareMs.toFixed(1)} ms`],
  ]
  const rows = [
    ...judged.map(([what, target, reached, met]) => [what, target, reached, met ? 'yes' : 'NO']),
    ...timed.map((row) => [...row, 'this machine']),
  ]
  return { text: table(['held out', 'target', 'reached', 'met'], rows), met: judged.every(([, , , met]) => met) }
}
