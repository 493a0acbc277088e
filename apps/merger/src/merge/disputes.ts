import { lowerBound } from '../score/numbers.ts'
import type { Words } from '../score/words.ts'
import type { Placed } from './fill.ts'
import type { Kept } from './meeting-line.ts'

/** What one source has between two words on which all that were listening agree: its words' places, the last not included. */
export interface Version {
  readonly source: number
  readonly from: number
  readonly to: number
}

/** A few words of one kept line that sources heard differently. */
export interface Dispute {
  readonly line: number
  /** Kept words: the agreed one before, and the agreed one behind. */
  readonly before: number
  readonly after: number
  /** The line's own source first. */
  readonly versions: readonly Version[]
}

/** A source was listening where it agrees within so many words before and behind. */
const reach = 12
/** Longer than this nobody knows which word stands against which. */
const mostWords = 6

/** For every kept word the nearest one, in a direction, that the source agrees with. */
export const nearest = (pairing: Int32Array, forward: boolean): Int32Array => {
  const found = new Int32Array(pairing.length)
  const far = forward ? 1 << 29 : -(1 << 29)
  let last = far
  for (let step = 0; step < pairing.length; step++) {
    const place = forward ? pairing.length - 1 - step : step
    if (pairing[place] !== -1) last = place
    found[place] = last
  }
  return found
}

/** The places where sources that were listening differ, in order; linear in the words. */
export const disputesOf = (
  { lines, heard: { words } }: Kept,
  placed: readonly Placed[],
  pairings: readonly Int32Array[],
): readonly Dispute[] => {
  const before = pairings.map((pairing) => nearest(pairing, false))
  const behind = pairings.map((pairing) => nearest(pairing, true))
  const listening = (source: number, place: number): boolean =>
    place - ((before[source] as Int32Array)[place] as number) <= reach && ((behind[source] as Int32Array)[place] as number) - place <= reach
  const disputes: Dispute[] = []
  let last = -1
  for (let place = 0; place < words.count; place++) {
    const own = lines[words.line[place] as number]?.source ?? 0
    let present = 0
    let agreeing = 0
    let seamless = 0
    for (let source = 0; source < placed.length; source++) {
      if (source === own || !listening(source, place)) continue
      const pairing = pairings[source] as Int32Array
      const word = pairing[place] as number
      present++
      if (word === -1) continue
      agreeing++
      if (last === place - 1 && last !== -1 && pairing[last] === word - 1) seamless++
    }
    if (present === 0) last = -1
    if (present === 0 || agreeing < present) continue
    const disputed = last === -1 || seamless === present ? undefined : lineBetween(words, last, place)
    if (disputed !== undefined) {
      const others = placed.flatMap((_, source) => (source !== own && listening(source, place) ? [source] : []))
      const versions = versionsBetween(pairings, [lines[disputed]?.source ?? 0, ...others], last, place)
      if (versions.length > 1 && versions.some(({ from, to }) => to > from))
        disputes.push({ line: disputed, before: last, after: place, versions })
    }
    last = place
  }
  return disputes
}

/** The one line that the words between two places are of; undefined where there are several, or where nobody knows in which line something is missing. */
const lineBetween = (words: Words, before: number, after: number): number | undefined => {
  const [first, last] = after - before === 1 ? [before, after] : [before + 1, after - 1]
  return words.line[first] === words.line[last] ? words.line[first] : undefined
}

const versionsBetween = (pairings: readonly Int32Array[], sources: readonly number[], before: number, after: number): readonly Version[] =>
  [...new Set(sources)].flatMap((source): readonly Version[] => {
    const pairing = pairings[source] as Int32Array
    const [from, to] = [(pairing[before] as number) + 1, pairing[after] as number]
    return pairing[before] === -1 || to < from || to - from > mostWords ? [] : [{ source, from, to }]
  })

/** Where the lines of a source begin among its words, by their place in the source's segments. */
export const firstWords = ({ lines, words }: Placed['part']['heard']): ReadonlyMap<number, number> =>
  new Map(lines.map(({ index }, line) => [index, lowerBound(words.line, line)]))
