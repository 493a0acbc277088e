/** Rows under a heading, aligned for a terminal; numbers are right-aligned. */
export const table = (heading: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = heading.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)))
  const numeric = heading.map((_, column) => rows.every((row) => /^[\d.,%–+-]*$/.test((row[column] ?? '').replaceAll(/ (ms|s)$/g, ''))))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (numeric[column] === true ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd()
  return [line(heading), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n')
}

export const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)}%`)

export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((x, y) => x - y)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0
