import type { Mark, Marks } from './lines.ts'
import { longestRising } from './rising.ts'

/** The lines of one file, read in every way each of them can be read. */
export interface File {
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
export const most = 0.8

/** Those of the marks that are headers, where the file shows that it is written so; none otherwise. */
export const established = (marks: readonly Mark[], file: File): readonly Mark[] => {
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
export const rising = (taken: readonly Mark[], others: readonly Mark[]): readonly Mark[] => {
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

/** Small words inside names: https://en.wikipedia.org/wiki/Nobiliary_particle */
const particles = new Set('al av bin da de del della den der di do dos du el la le ten ter van vom von y zu'.split(' '))

/** No proof: a few words, none of them all in lower case (`d’Arc` is not) but particles. */
export const looksLikeName = (text: string): boolean => {
  const words = text.split(' ').filter((word) => word !== '')
  if (words.length === 0 || words.length > 6 || /[.,!?;:]$/.test(text)) return false
  return words.every((word) => !/^\p{Ll}/u.test(word) || /\p{Lu}/u.test(word) || particles.has(word))
}
