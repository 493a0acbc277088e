import type { Report, Table } from './result.ts'
import { targetTable } from './text.ts'

/** The report as Markdown: the tables that docs/performance.md quotes. */
export const markdownOf = ({ parts, machine, depth, begun, seconds }: Report): string => {
  const results = Object.values(parts)
  const targets = results.flatMap((part) => part.targets)
  const failures = results.flatMap((part) => part.failures)
  return [
    `Measured ${begun.slice(0, 16).replace('T', ' ')} UTC by \`npm run bench\` (${depth}, ${Math.round(seconds)} s) on ${machine}.`,
    ...results.flatMap((part) => part.tables).map(tableMarkdown),
    ...(targets.length === 0 ? [] : [tableMarkdown(targetTable(targets))]),
    ...failures.map((failure) => `**Failed:** ${failure}`),
    '',
  ].join('\n\n')
}

const tableMarkdown = ({ title, columns, rows }: Table): string =>
  [`### ${title}`, '', row(columns), row(columns.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(row)].join('\n')

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
