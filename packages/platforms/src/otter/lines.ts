/** How a line can begin a turn. One line may be read in more than one way: the file decides which is meant (`headers.ts`). */
export type Layout =
  /** `Name  0:12`, its words below. */
  | 'tail'
  /** `Name  0:12  words`. */
  | 'inline'
  /** `[0:12] Name: words`, `[0:12] words`, `0:12 Name`. */
  | 'lead'
  /** `0:12`: a turn of nobody known, its words below. */
  | 'alone'

export interface Mark {
  /** Of the line, from 0. */
  readonly index: number
  readonly startMs: number
  readonly name: string | null
  /** What the line says beside the header. */
  readonly words: string
  /** Set apart as speech does not: by two spaces, a tab, or brackets at the line's beginning. */
  readonly apart: boolean
}

export type Marks = Partial<Readonly<Record<Layout, Mark>>>

const longestName = 100
/** Longer lines hold no header of the kinds with the time behind the name: they need not be searched. */
const longestHeader = longestName + 24

const clock = String.raw`(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d)(?:[.,](\d{1,3}))?`
const atEnd = new RegExp(String.raw`(?:[ \t]${clock}|[ \t]*[(\[]${clock}[)\]])[ \t]*:?$`)
const inside = new RegExp(String.raw`[ \t](?:${clock}|[(\[]${clock}[)\]])(?=[ \t]|:[ \t])`)
const atStart = new RegExp(String.raw`^(?:${clock}|[(\[]${clock}(?:[ \t]*(?:-->|[-–—])[ \t]*${clock})?[)\]])(?=$|[ \t]|:[ \t])`)

/** Every space of Unicode as the ordinary one, the wide ones as two, and marks without a width left out: headers are told by their spaces. */
export const plainSpaces = (line: string): string =>
  line
    .replaceAll(/[\u00A0\u1680\u2000\u2002\u2004-\u200A\u202F\u205F]/g, ' ')
    .replaceAll(/[\u2001\u2003\u3000]/g, '  ')
    .replaceAll(/[\uFEFF\u200B\u200E\u200F\u2060]/g, '')

/** The ways in which a line (with plain spaces) may begin a turn; linear in its length. */
export const marksOf = (line: string, index: number): Marks => {
  const trimmed = line.trim()
  const leading = leadIn(trimmed, index)
  if (leading !== undefined) return leading.words === '' ? { alone: leading } : { lead: leading }
  const inline = inlineIn(trimmed, index)
  const tail = inline?.apart === true ? undefined : tailIn(trimmed, index)
  return { ...(inline && { inline }), ...(tail && { tail }) }
}

const leadIn = (line: string, index: number): Mark | undefined => {
  const match = atStart.exec(line)
  if (match === null) return undefined
  const rest = line.slice(match[0].length)
  const words = rest.replace(/^[ \t:–—-]+/, '')
  return { index, startMs: millis(match), name: null, words, apart: /^[([]/.test(line) || /^(?: {2}|\t| [–—-] (?!\d))/.test(rest) }
}

const tailIn = (line: string, index: number): Mark | undefined => {
  if (line.length > longestHeader) return undefined
  const match = atEnd.exec(line)
  if (match === null) return undefined
  const head = line.slice(0, match.index + 1)
  const name = nameIn(line.slice(0, match.index))
  return name === undefined ? undefined : { index, startMs: millis(match), name, words: '', apart: /(?: {2}|\t)$/.test(head) }
}

const inlineIn = (line: string, index: number): Mark | undefined => {
  const match = inside.exec(line.slice(0, longestHeader))
  if (match === null) return undefined
  const name = nameIn(line.slice(0, match.index))
  const rest = line.slice(match.index + match[0].length)
  const words = rest.replace(/^[ \t:]+/, '')
  if (name === undefined || words === '') return undefined
  const apart = /(?: {2}|\t)$/.test(line.slice(0, match.index + 1)) || /^(?: {2}|\t)/.test(rest)
  return { index, startMs: millis(match), name, words, apart }
}

const nameIn = (text: string): string | undefined => {
  const name = text.replace(/[ \t]*[:,|•–—-]?[ \t]*$/, '').trimStart()
  return name === '' || name.length > longestName ? undefined : name
}

/** The first clock of the match; of a range that is its beginning. */
const millis = (match: RegExpExecArray): number => {
  const at = match[3] === undefined ? 5 : 1
  const [hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match.slice(at, at + 4)
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, '0'))
}
