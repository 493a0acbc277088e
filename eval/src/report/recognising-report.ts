import type { Recognised } from '../measure/recognising.ts'
import { percent, quantile, table } from './table.ts'

/** The specification's. */
const threshold = 0.9

export const groupBy = <T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(key(item)) ?? []
    group.push(item)
    groups.set(key(item), group)
  }
  return groups
}

export interface Rates {
  readonly pairs: number
  readonly recall: number
  /** Of the pairs that are found to be one meeting, those that are. */
  readonly precision: number
  readonly wrong: number
  readonly missed: number
}

export const ratesOf = (pairs: readonly Recognised[]): Rates => {
  const same = pairs.filter((pair) => pair.same)
  const found = pairs.filter(({ score }) => score > threshold)
  const right = found.filter((pair) => pair.same).length
  return {
    pairs: pairs.length,
    recall: same.length === 0 ? 1 : right / same.length,
    precision: found.length === 0 ? 1 : right / found.length,
    wrong: found.length - right,
    missed: same.length - right,
  }
}

const byCase = (pairs: readonly Recognised[], same: boolean): string => {
  const rows = [
    ...groupBy(
      pairs.filter((pair) => pair.same === same),
      ({ name }) => name,
    ),
  ].map(([name, group]) => {
    const scores = group.map(({ score }) => score).toSorted((x, y) => x - y)
    const over = scores.filter((score) => score > threshold).length
    return [
      name,
      String(group.length),
      String(same ? group.length - over : over),
      (scores[0] ?? 0).toFixed(2),
      quantile(scores, 0.5).toFixed(2),
      (scores.at(-1) ?? 0).toFixed(2),
    ]
  })
  return table([same ? 'one meeting' : 'two meetings', 'pairs', same ? 'missed' : 'merged', 'lowest', 'median', 'highest'], rows)
}

/** How often a pair with such a score is of one meeting. */
const reliability = (pairs: readonly Recognised[]): string => {
  const edges = [0, 0.01, 0.1, 0.5, 0.9, 0.99, 1.01]
  const rows = edges.slice(1).map((to, index) => {
    const from = edges[index] ?? 0
    const group = pairs.filter(({ score }) => (index === 0 ? score >= from : score > from) && score <= to)
    const mean = group.reduce((sum, { score }) => sum + score, 0) / Math.max(1, group.length)
    return [
      `${from} – ${Math.min(1, to)}`,
      String(group.length),
      group.length === 0 ? '–' : mean.toFixed(3),
      percent(group.filter((pair) => pair.same).length, group.length),
    ]
  })
  return table(['score', 'pairs', 'mean', 'one meeting'], rows)
}

export const recognisingReport = (pairs: readonly Recognised[]): string => {
  const shares = [...groupBy(pairs, ({ share }) => share), ['both', pairs] as const]
  const rows = shares.map(([share, group]) => {
    const { pairs: count, precision, recall, wrong, missed } = ratesOf(group)
    return [share, String(count), precision.toFixed(3), recall.toFixed(3), String(wrong), String(missed)]
  })
  return [
    table(['share', 'pairs', 'precision', 'recall', 'wrongly merged', 'missed'], rows),
    byCase(pairs, true),
    byCase(pairs, false),
    reliability(pairs.filter(({ share }) => share === 'held-out')),
  ].join('\n\n')
}
