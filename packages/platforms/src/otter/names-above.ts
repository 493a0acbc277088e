import { marksOf } from './lines.ts'

/**
 * The lines with a name, a time and words below one another written as `Name  0:12` above its words: that is how a page of Otter is copied.
 * Only where most times that stand alone have a name above them which begins a paragraph.
 */
export const withNamesBeside = (lines: readonly string[], isName: (text: string) => boolean): readonly string[] => {
  const alone = lines.flatMap((line, index) => (marksOf(line, index).alone === undefined ? [] : [index]))
  const text = (index: number): string => (lines[index] ?? '').trim()
  const first = lines.findIndex((line) => line.trim() !== '')
  const below = alone.filter((index) => {
    const beginsParagraph = index - 1 === first || text(index - 2) === ''
    return text(index - 1) !== '' && beginsParagraph && text(index + 1) !== '' && isName(text(index - 1))
  })
  const [only = -1] = below
  // One alone may be a time of the day that somebody speaks of; less than a minute is none.
  const proves = below.length > 1 || (only === first + 1 && (marksOf(text(only), only).alone?.startMs ?? 0) < 60_000)
  if (below.length === 0 || below.length < alone.length * 0.8 || !proves) return lines
  const joined = [...lines]
  for (const index of below) {
    joined[index - 1] = `${text(index - 1)}  ${text(index).replaceAll(/[^\d:.,]/g, '')}`
    joined[index] = ''
  }
  return joined
}
