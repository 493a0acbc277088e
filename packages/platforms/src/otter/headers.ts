import { type Mark, type Marks } from './lines.ts'
import { longestRising } from './rising.ts'

export interface Header {
  readonly startMs: number
  readonly speaker: string | null
  /** What the line says beside the header. */
  readonly words: string
}

/** The lines of one file, read in every way each of them can be read. */
interface File {
  readonly lines: readonly string[]
  readonly marks: readonly Marks[]
  /** Of the first line that is not blank. */
  readonly first: number
  /** Where paragraphs begin; every line, where no blank line parts them. */
  readonly paragraphs: ReadonlySet<number>
  /** Says of a name that its bearer was there. */
  isKnown(name: string): boolean
}

/** A time of less than a minute is no time of the day that somebody speaks of. */
const oneMinute = 60_000
/** This share of the paragraphs begins with a header, in a file where all of them do but a few that go on. */
const most = 0.8

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
  if (apart.length === 0) return established(close, file)
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

/** Those of the marks that are headers, where the file shows that it is written so; none otherwise. */
const established = (marks: readonly Mark[], file: File): readonly Mark[] => {
  const comesBack = namesThatComeBack(marks, file)
  const isPresent = ({ name }: Mark): boolean => name !== null && file.isKnown(name)
  const begins = (mark: Mark): boolean => mark.index === file.first && (mark.apart || mark.startMs < oneMinute || isPresent(mark))
  const begun = marks.some(begins)
  const isName = ({ name, index }: Mark): boolean => name !== null && looksLikeName(name) && file.paragraphs.has(index)
  const plain = rising(
    [],
    marks.filter((mark) => begins(mark) || mark.apart || isPresent(mark) || isName(mark)),
  )
  const sure = rising(plain, marks.filter(comesBack))
  const all = rising(
    sure,
    marks.filter((mark) => isShort(mark) && file.paragraphs.has(mark.index)),
  )
  const regular = all.length >= file.paragraphs.size * most || isAlternating(all, file)
  const isFirst = marks[0]?.index === file.first
  const timesAlone = isFirst && regular && all.length > 1 && all.every(({ name, words }) => name === null && words === '')
  const earliest = sure[0]?.startMs ?? 0
  const named = sure.length > 1 && (isFirst || earliest < oneMinute || sure.filter(comesBack).length > 1)
  if (!begun && !named && !timesAlone) return []
  return regular ? all : sure
}

/** Whether a mark's name begins turns at several times: somebody who says the same time twice comes back with it. */
const namesThatComeBack = (marks: readonly Mark[], { paragraphs }: File): ((mark: Mark) => boolean) => {
  const times = new Map<string, Set<number>>()
  for (const { name, index, startMs } of marks)
    if (name !== null && paragraphs.has(index)) times.set(name, (times.get(name) ?? new Set()).add(startMs))
  return ({ name, index }) => name !== null && paragraphs.has(index) && (times.get(name)?.size ?? 0) > 1
}

/** The marks taken before, with as many of the others as fit between them in time. */
const rising = (taken: readonly Mark[], others: readonly Mark[]): readonly Mark[] => {
  let next = 0
  const fitting = others.filter(({ index, startMs }) => {
    while (next < taken.length && (taken[next]?.index ?? 0) < index) next += 1
    const [earlier, later] = [taken[next - 1], taken[next]]
    return later?.index !== index && startMs >= (earlier?.startMs ?? 0) && startMs <= (later?.startMs ?? Number.POSITIVE_INFINITY)
  })
  return [...taken, ...longestRising(fitting, ({ startMs }) => startMs)].toSorted((a, b) => a.index - b.index)
}

/** Header, words, header, words, without blank lines: every header of a nameless file has its words in the next line. */
const isAlternating = (chain: readonly Mark[], { lines, paragraphs }: File): boolean =>
  paragraphs.size === lines.length && chain.every(({ name }) => name === null)

const isShort = ({ name }: Mark): boolean => name === null || name.split(' ').length <= 2

const hasWordsBelow = ({ index }: Mark, { lines, marks }: File): boolean => {
  const below = lines[index + 1]
  return below !== undefined && below.trim() !== '' && marks[index + 1]?.alone === undefined
}

/** Small words inside names: https://en.wikipedia.org/wiki/Nobiliary_particle */
const particles = new Set('al av bin da de del della den der di do dos du el la le ten ter van vom von y zu'.split(' '))

/** No proof: a few words, none of them all in lower case (`d’Arc` is not) but particles. */
export const looksLikeName = (text: string): boolean => {
  const words = text.split(' ').filter((word) => word !== '')
  if (words.length === 0 || words.length > 6 || /[.,!?;:]$/.test(text)) return false
  return words.every((word) => !/^\p{Ll}/u.test(word) || /\p{Lu}/u.test(word) || particles.has(word))
}

const headers = (marks: readonly Mark[]): ReadonlyMap<number, Header> =>
  new Map(marks.map(({ index, startMs, name, words }) => [index, { startMs, speaker: name, words }]))
