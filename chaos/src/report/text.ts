import { seconds } from './lines.ts'
import type { Result } from './result.ts'
import { figures } from './figures.ts'
import { byKind, failuresOf } from './summary.ts'

const shownFailures = 40

/** The last words of an experiment, for a terminal. */
export const textOf = (result: Result): string => {
  const names = figures(result)
  const width = Math.max(...names.map(([name]) => name.length))
  const failures = failuresOf(result)
  const more = failures.length > shownFailures ? [`… and ${failures.length - shownFailures} more`] : []
  return [
    '',
    ...table(result),
    '',
    ...names.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`),
    '',
    ...failures.slice(0, shownFailures).map((failure) => `  ✖ ${failure}`),
    ...more,
    failures.length === 0 ? '✔ nothing lost, nothing twice, nothing unexplained' : `✖ ${failures.length} things are not as promised`,
    '',
  ].join('\n')
}

/** Recovery by kind of fault. */
const table = ({ faults }: Result): readonly string[] => {
  const rows = byKind(faults).map(({ kind, count, alone, firstMedian, firstMost, allMedian, allMost }) => [
    kind,
    alone === count ? `${count}` : `${count} (${alone} alone)`,
    ...[firstMedian, firstMost, allMedian, allMost].map(seconds),
  ])
  const all = [['fault', 'times', 'first', 'at most', 'everywhere', 'at most'], ...rows]
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? []
  return all.map(
    (row) =>
      `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`,
  )
}
