import type { Report, Table, Target } from './result.ts'

/** The report as a person reads it in a terminal. */
export const textOf = ({ parts, machine, depth, seconds }: Report): string => {
  const results = Object.values(parts)
  const tables = results.flatMap((part) => part.tables)
  const targets = results.flatMap((part) => part.targets)
  const failures = results.flatMap((part) => part.failures)
  return [
    `\n${machine}; ${depth}; ${Math.round(seconds)} s`,
    ...tables.map(tableText),
    ...(targets.length === 0 ? [] : [tableText(targetTable(targets))]),
    ...(failures.length === 0 ? ['Audits: all passed.'] : ['FAILED:', ...failures.map((failure) => `  ${failure}`)]),
    '',
  ].join('\n')
}

export const targetTable = (targets: readonly Target[]): Table => ({
  title: 'Targets',
  columns: ['', 'target', 'measured', ''],
  rows: targets.map(({ name, target, measured, met }) => [name, target, measured, met ? 'met' : 'not met']),
})

/** Columns as wide as their widest cell; all but the first flush right. */
const tableText = ({ title, columns, rows }: Table): string => {
  const widths = columns.map((column, index) => Math.max(column.length, ...rows.map((row) => row[index]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => (index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0)))
      .join('  ')
      .trimEnd()
  return [`\n${title}`, line(columns), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n')
}
