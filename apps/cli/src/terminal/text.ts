import { greatestOf } from '@hansard/shared/extremes'
import stringWidth from 'string-width'

const graphemes = new Intl.Segmenter()

/** The columns a terminal needs for it. */
export const widthOf = (text: string): number => stringWidth(text)

/** Cut to `width` columns, ending in … where something is missing. */
export const shorten = (text: string, width: number): string => {
  if (widthOf(text) <= width) return text
  const [line = ''] = breakWord(text, width - 1)
  return widthOf(line) < width ? `${line}…` : '…'
}

/** Filled with spaces to `width` columns. */
export const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)))

/** Lines of at most `width` columns, broken between words, and within a word only when it is longer than a line. */
export const wrap = (text: string, width: number): readonly string[] => {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap((long) => breakWord(long, width))) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

const breakWord = (word: string, width: number): readonly string[] => {
  if (widthOf(word) <= width) return [word]
  const pieces: string[] = []
  let piece = ''
  let taken = 0
  for (const { segment } of graphemes.segment(word)) {
    const columns = widthOf(segment)
    if (piece !== '' && taken + columns > width) {
      pieces.push(piece)
      piece = ''
      taken = 0
    }
    piece += segment
    taken += columns
  }
  return [...pieces, piece]
}

const gap = 2

/** Narrower columns tell nothing. */
const narrowest = 4

/**
 * Rows under a heading, in columns. Where they need more than `width`, the widest of the columns in `shrink` give way,
 * down to four columns each; then no line is longer than `width`, unless the others alone are.
 */
export const table = (
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
  shrink: readonly number[],
): readonly string[] => {
  const widths = heading.map((_, column) => greatestOf([heading, ...rows].map((row) => widthOf(row[column] ?? ''))) ?? 0)
  const widthAt = (column: number) => widths[column] ?? 0
  for (let excess = widths.reduce((sum, columns) => sum + columns + gap, -gap) - width; excess > 0; excess--) {
    const widest = shrink.toSorted((a, b) => widthAt(b) - widthAt(a))[0] ?? 0
    if (widthAt(widest) <= narrowest) break
    widths[widest] = widthAt(widest) - 1
  }
  const cell = (text: string, column: number) => pad(shorten(text, widthAt(column)), widthAt(column))
  return [heading, ...rows].map((row) => row.map(cell).join(' '.repeat(gap)).trimEnd())
}
