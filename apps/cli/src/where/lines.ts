import type { Colours } from '../terminal/terminal.ts'
import { oneLine } from '@hansard/shared/printable'
import { widthOf, wrap } from '../terminal/text.ts'

/** How wide and how coloured. */
export interface Style {
  readonly columns: number
  readonly colours: Colours
}

/** `2026-03-03 09:30:00.123` */
export const time = (at: Date): string => (Number.isNaN(at.getTime()) ? '?' : at.toISOString().slice(0, 23).replace('T', ' '))

/** The first line of a section. */
export const titled = (what: string, id: string, status: string, { colours }: Style): string =>
  `${colours.bold(`${what} ${oneLine(id)}`)} · ${coloured(status, oneLine(status), colours)}`

/** Text as lines of at most `columns`, moved in by `by`. */
export const indented = (text: string, by: number, { columns }: Style): readonly string[] => {
  const line = oneLine(text)
  return widthOf(line) === 0 ? [] : wrap(line, columns - by).map((part) => ' '.repeat(by) + part)
}

/** A status in the colour of what it means. */
export const coloured = (status: string, text: string, colours: Colours): string => {
  switch (status) {
    case 'processed':
    case 'active':
      return colours.green(text)
    case 'failed':
    case 'rejected':
    case 'overdue':
      return colours.red(text)
    case 'retrying':
    case 'waiting':
    case 'redriven':
    case 'late':
      return colours.yellow(text)
    case 'duplicate':
    case 'ignored':
    case 'withdrawn':
    case 'parked':
      return colours.dim(text)
    default:
      return colours.cyan(text)
  }
}
