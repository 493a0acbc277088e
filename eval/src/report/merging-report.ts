import type { Merging } from '../measure/merging.ts'
import { groupBy } from './recognising-report.ts'
import { percent, quantile, table } from './table.ts'

export interface MergingRates {
  readonly meetings: number
  readonly wordErrorRate: number
  readonly bestSingleWordErrorRate: number
  /** 0.2: a fifth of the best single source's errors are gone. */
  readonly fewerErrors: number
  readonly coverage: number
  readonly bestSingleCoverage: number
  readonly speakers: number
  readonly startErrorMedianMs: number
  readonly startErrorP95Ms: number
}

const sum = (all: readonly Merging[], of: (each: Merging) => number): number => all.reduce((total, each) => total + of(each), 0)

export const mergingRates = (all: readonly Merging[]): MergingRates => {
  const words = Math.max(
    1,
    sum(all, (each) => each.words),
  )
  const best = sum(all, (each) => each.bestSingleErrors)
  const starts = all.flatMap(({ startErrors }) => startErrors)
  return {
    meetings: all.length,
    wordErrorRate: sum(all, (each) => each.errors) / words,
    bestSingleWordErrorRate: best / words,
    fewerErrors: 1 - sum(all, (each) => each.errors) / Math.max(1, best),
    coverage: 1 - sum(all, (each) => each.missing) / words,
    bestSingleCoverage: 1 - sum(all, (each) => each.bestSingleMissing) / words,
    speakers:
      sum(all, (each) => each.rightVoice) /
      Math.max(
        1,
        sum(all, (each) => each.voiced),
      ),
    startErrorMedianMs: quantile(starts, 0.5),
    startErrorP95Ms: quantile(starts, 0.95),
  }
}

const row = (name: string, all: readonly Merging[]): readonly string[] => {
  const rates = mergingRates(all)
  return [
    name,
    String(rates.meetings),
    percent(rates.bestSingleWordErrorRate, 1),
    percent(rates.wordErrorRate, 1),
    percent(rates.fewerErrors, 1),
    percent(rates.bestSingleCoverage, 1),
    percent(rates.coverage, 1),
    percent(rates.speakers, 1),
    `${(rates.startErrorMedianMs / 1000).toFixed(1)} s`,
    `${(rates.startErrorP95Ms / 1000).toFixed(1)} s`,
  ]
}

export const mergingReport = (all: readonly Merging[]): string => {
  const heading = ['merged', 'meetings', 'best alone', 'merged', 'fewer', 'covers', 'merged', 'speakers', 'start ±', 'p95']
  const names = [...groupBy(all, ({ name }) => name)].map(([name, group]) => row(name, group))
  const shares = [...groupBy(all, ({ share }) => share)].map(([share, group]) => row(`all, ${share}`, group))
  return table(heading, [...names, ...shares])
}
