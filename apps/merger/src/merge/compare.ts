import type { Alternative } from '@hansard/shared/contracts/contracts.generated'
import { alignment } from '../score/align.ts'
import { lowerBound } from '../score/numbers.ts'
import { onClockOf } from '../score/pieces.ts'
import type { Prepared } from '../score/profile.ts'
import type { Words } from '../score/words.ts'
import { firstWords } from './disputes.ts'
import type { Placed } from './fill.ts'
import type { Kept } from './meeting-line.ts'

/** What another source heard in the place of one kept line. */
export interface Counterpart {
  readonly source: number
  /** The source's words for this place, as it wrote them. */
  readonly text: string
  /** Share of the words of both that are equal, 0 to 1. */
  readonly likeness: number
  readonly identical: boolean
}

export interface Comparison {
  /** For each kept line, by source. */
  readonly counterparts: readonly (readonly Counterpart[])[]
  /** For each source, for each kept word the equal word of the source or -1. */
  readonly pairings: readonly Int32Array[]
}

/** Fewer words than this share of the line's own are the neighbours' words at its edge. */
const leastShare = 0.3
/** A word that stands against nothing belongs to the line spoken at its time; further away than this to none. */
const reachMs = 3_000

/** Sets every source against the kept lines; what they have in common may be known already. */
export const compareSources = (kept: Kept, placed: readonly Placed[], known: readonly (Int32Array | undefined)[]): Comparison => {
  const counterparts: Counterpart[][] = kept.lines.map(() => [])
  const pairings = placed.map((each, source) => {
    const pairing = withOwnWords(pairingOf(kept, each, source, known[source]), kept, each, source)
    for (const [line, words] of wordsByLine(kept, each, pairing).entries()) {
      const own = kept.lines[line]
      if (own === undefined || own.source === source || words.length === 0) continue
      const found = counterpart(kept.heard.words, line, words, pairing, each.part, source)
      if (found !== undefined) counterparts[line]?.push(found)
    }
    return pairing
  })
  return { counterparts, pairings }
}

/** A source all of whose words are kept needs no looking: they stand against themselves. */
const pairingOf = (kept: Kept, { part }: Placed, source: number, known: Int32Array | undefined): Int32Array => {
  const own = kept.lines.reduce((count, line) => count + (line.source === source ? 1 : 0), 0)
  const isKept = own === part.heard.lines.length
  return known ?? (isKept ? undefined : alignment(kept.heard, part.heard)?.pairing) ?? new Int32Array(kept.heard.words.count).fill(-1)
}

/** A kept line's words stand against themselves in its own source, and those of its source against nothing else. */
const withOwnWords = (pairing: Int32Array, { lines, heard: { words } }: Kept, { part }: Placed, source: number): Int32Array => {
  const first = firstWords(part.heard)
  const own = pairing.slice()
  for (let place = 0, start = 0; place < words.count; place++) {
    if (place === 0 || words.line[place] !== words.line[place - 1]) start = place
    const line = lines[words.line[place] as number]
    if (line?.source === source) own[place] = (first.get(line.index) ?? 0) + place - start
  }
  return eachOnce(own, part.heard.words.count)
}

/** Words found at a place that a kept line of the source says elsewhere do not count. `count`: the words of the source. */
const eachOnce = (pairing: Int32Array, count: number): Int32Array => {
  const taken = new Uint8Array(count)
  return pairing.map((word) => {
    if (word === -1 || taken[word] === 1) return -1
    taken[word] = 1
    return word
  })
}

/** For each kept line the source's words that belong in its place, in their order. */
const wordsByLine = (kept: Kept, { part, pieces }: Placed, pairing: Int32Array): readonly (readonly number[])[] => {
  const { words } = kept.heard
  const byLine: number[][] = kept.lines.map(() => [])
  const starts = kept.lines.map(({ startMs }) => startMs)
  const inverse = new Int32Array(part.heard.words.count).fill(-1)
  pairing.forEach((word, place) => {
    if (word !== -1) inverse[word] = place
  })
  const nextLine = new Int32Array(inverse.length + 1).fill(Math.max(0, kept.lines.length - 1))
  for (let word = inverse.length - 1; word >= 0; word--)
    nextLine[word] = inverse[word] === -1 ? (nextLine[word + 1] as number) : (words.line[inverse[word] as number] as number)
  let earliest = 0
  for (let word = 0; word < inverse.length; word++) {
    const equal = inverse[word] as number
    if (equal !== -1) {
      earliest = words.line[equal] as number
      byLine[earliest]?.push(word)
      continue
    }
    const line = lineAt(kept, starts, onClockOf(pieces, part.heard.words.time[word] as number), earliest, nextLine[word] as number)
    if (line !== undefined) byLine[line]?.push(word)
  }
  return byLine
}

/** The line spoken at a moment, among those from `earliest` to `latest`. */
const lineAt = (kept: Kept, starts: readonly number[], ms: number, earliest: number, latest: number): number | undefined => {
  const after = Math.min(latest, Math.max(earliest, lowerBound(starts, ms)))
  const distance = (line: number): number => {
    const { startMs, endMs } = kept.lines[line] ?? { startMs: Number.POSITIVE_INFINITY, endMs: 0 }
    return Math.max(0, startMs - ms, ms - endMs)
  }
  const best = after > earliest && distance(after - 1) <= distance(after) ? after - 1 : after
  return distance(best) <= reachMs ? best : undefined
}

const counterpart = (
  own: Words,
  line: number,
  words: readonly number[],
  pairing: Int32Array,
  { heard }: Prepared,
  source: number,
): Counterpart | undefined => {
  const from = lowerBound(own.line, line)
  const count = lowerBound(own.line, line + 1) - from
  let equal = 0
  for (let place = from; place < from + count; place++) if (pairing[place] !== -1) equal++
  if (words.length < leastShare * count) return undefined
  const likeness = (2 * equal) / (count + words.length)
  return { source, text: writtenWords(heard, words), likeness, identical: equal === count && equal === words.length }
}

/** Words of one place stand together but for a few; those of lines that run into one another may be all over the source. */
const scattered = { times: 4, more: 200 }

/** The words as the source wrote them, with the marks between and behind them; of words that are scattered, those that begin there. */
const writtenWords = ({ lines, words }: Prepared['heard'], places: readonly number[]): string => {
  const first = places[0] ?? 0
  const last = Math.min(places.at(-1) ?? first, first + scattered.times * places.length + scattered.more)
  const parts: string[] = []
  for (let place = first; place <= last;) {
    const line = words.line[place] as number
    const text = lines[line]?.text ?? ''
    const end = Math.min(last + 1, lowerBound(words.line, line + 1))
    const opens = place === 0 || words.line[place - 1] !== line
    const closes = end === words.count || words.line[end] !== line
    parts.push(text.slice(opens ? 0 : words.from[place], closes ? text.length : words.from[end]).trim())
    place = end
  }
  return parts.join(' ')
}

/** What the contract calls alternatives: where the sources differ. */
export const alternativesOf = (counterparts: readonly Counterpart[], placed: readonly Placed[]): readonly Alternative[] =>
  counterparts
    .filter(({ identical }) => !identical)
    .map(({ source, text }) => ({ transcriptId: placed[source]?.part.transcript.transcriptId ?? '', text }))
