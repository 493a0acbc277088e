import type { Colours } from '../terminal/terminal.ts'
import { oneLine } from '@hansard/shared/printable'
import { widthOf, wrap } from '../terminal/text.ts'

/** How wide and how coloured. */
export interface Style {
  readonly columns: number
  readonly colours: Colours
}

/** `2026-03-03 09:30` in UTC. */
export const minute = (at: number): string => (Number.isFinite(at) ? new Date(at).toISOString().slice(0, 16).replace('T', ' ') : '?')

/** Text as lines of at most `columns`, moved in by `by`. */
export const indented = (text: string, by: number, { columns }: Pick<Style, 'columns'>): readonly string[] => {
  const line = oneLine(text)
  return widthOf(line) === 0 ? [] : wrap(line, columns - by).map((part) => ' '.repeat(by) + part)
}

/** `1 dead letter`, `1,234 dead letters` */
export const counted = (number: number, one: string, many: string): string => `${number.toLocaleString('en')} ${number === 1 ? one : many}`

export const deadLetters = (number: number): string => counted(number, 'dead letter', 'dead letters')
