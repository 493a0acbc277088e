import { established, type File, looksLikeName, most, rising } from './evidence.ts'
import type { Mark, Marks } from './lines.ts'
import { longestRising } from './rising.ts'

export interface Header {
  readonly startMs: number
  readonly speaker: string | null
  /** What the line says beside the header. */
  readonly words: string
}

/**
 * Which lines begin a turn, by what the file itself shows: speech has times in it, too. Two spaces or a tab between name and time are
 * Otter's own and always a header; every other layout must be the file's: it begins with one, names come back or look like names, and
 * times rise. Of the layouts that the file begins in, the one with most turns is taken.
 */
export const headersOf = (
  lines: readonly string[],
  marks: readonly Marks[],
  isKnown: (name: string) => boolean,
): ReadonlyMap<number, Header> => {
  const first = lines.findIndex((line) => line.trim() !== '')
  const begins = lines.flatMap((line, index) => (line.trim() !== '' && (index === 0 || lines[index - 1]?.trim() === '') ? [index] : []))
  const paragraphs = new Set(begins.length > 1 ? begins : lines.keys())
  const file: File = { lines, marks, first, paragraphs, isKnown }
  const named = tailHeaders(file)
  const layouts = [withNameless(file, named), inlineHeaders(file), leadHeaders(file)]
  const atFirst = layouts.filter((layout) => layout.has(first))
  return (atFirst.length > 0 ? atFirst : layouts).reduce((best, other) => (other.size > best.size ? other : best))
}

const tailHeaders = (file: File): readonly Mark[] => {
  const apart = inOrder(
    file.marks.flatMap(({ tail }) => (tail?.apart === true ? [tail] : [])),
    file,
  )
  const close = file.marks.flatMap(({ tail }) => (tail !== undefined && !tail.apart && hasWordsBelow(tail, file) ? [tail] : []))
  const written = established(close, file)
  if (written.length > apart.length) return rising(written, apart)
  const known = new Set(apart.map(({ name }) => name))
  const alike = close.filter(({ name, index }) => known.has(name) && file.paragraphs.has(index))
  return inOrder(
    [...apart, ...alike].toSorted((a, b) => a.index - b.index),
    file,
  )
}

/** Inside a paragraph a time that goes back is something said, not a turn. */
const inOrder = (marks: readonly Mark[], { lines }: File): readonly Mark[] => {
  let latest = 0
  return marks.filter(({ index, startMs }) => {
    const taken = startMs >= latest || index === 0 || lines[index - 1]?.trim() === ''
    if (taken) latest = startMs
    return taken
  })
}

/** With the turns of nobody known, which are a time alone above its words. */
const withNameless = (file: File, named: readonly Mark[]): ReadonlyMap<number, Header> => {
  const alone = file.marks.flatMap(({ alone: mark }) => (mark !== undefined && hasWordsBelow(mark, file) ? [mark] : []))
  const taken = named.length === 0 ? established(alone, file) : between(alone, named, file)
  return headers([...named, ...taken].toSorted((a, b) => a.index - b.index))
}

/** Times alone that begin a paragraph and fit between the turns before and after them. */
const between = (alone: readonly Mark[], named: readonly Mark[], { paragraphs }: File): readonly Mark[] => {
  let next = 0
  return alone.filter(({ index, startMs }) => {
    while (next < named.length && (named[next]?.index ?? 0) < index) next += 1
    const [earlier, later] = [named[next - 1], named[next]]
    return (
      paragraphs.has(index) &&
      earlier?.index !== index - 1 &&
      startMs >= (earlier?.startMs ?? 0) &&
      startMs <= (later?.startMs ?? Number.POSITIVE_INFINITY)
    )
  })
}

const inlineHeaders = (file: File): ReadonlyMap<number, Header> => {
  const taken = established(
    file.marks.flatMap(({ inline }) => (inline === undefined ? [] : [inline])),
    file,
  )
  if (taken.length === 0) return new Map()
  const below = file.marks.flatMap(({ tail }) => (tail?.apart === true && file.paragraphs.has(tail.index) ? [tail] : []))
  return headers(
    longestRising(
      [...taken, ...below].toSorted((a, b) => a.index - b.index),
      ({ startMs }) => startMs,
    ),
  )
}

/** `[0:12] Name: words`, where nearly all have a name; a line that is nothing but a name has its words below. */
const leadHeaders = (file: File): ReadonlyMap<number, Header> => {
  const lead = file.marks.flatMap(({ lead: mark, alone }) => (mark ? [mark] : alone ? [alone] : []))
  const labels = lead.map(({ words }) => /^([^:]{1,100}?)[ \t]*:[ \t]+/.exec(words))
  if (lead.length > 0 && labels.filter((label) => label !== null).length >= lead.length * most) {
    const labelled = lead.map((mark, index) => ({
      ...mark,
      name: labels[index]?.[1] ?? null,
      words: mark.words.slice(labels[index]?.[0].length ?? 0),
    }))
    return headers(established(labelled, file))
  }
  const names = lead.filter((mark) => looksLikeName(mark.words) && hasWordsBelow(mark, file))
  const above = lead.length > 0 && names.length >= lead.length * most
  return headers(established(above ? names.map((mark) => ({ ...mark, name: mark.words, words: '' })) : lead, file))
}

const hasWordsBelow = ({ index }: Mark, { lines, marks }: File): boolean => {
  const below = lines[index + 1]
  return below !== undefined && below.trim() !== '' && marks[index + 1]?.alone === undefined
}

const headers = (marks: readonly Mark[]): ReadonlyMap<number, Header> =>
  new Map(marks.map(({ index, startMs, name, words }) => [index, { startMs, speaker: name, words }]))
