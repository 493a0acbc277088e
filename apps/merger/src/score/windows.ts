import type { Alignment } from './align.ts'
import { at, lowerBound } from './numbers.ts'
import { inverse, onClockOf } from './pieces.ts'
import type { Words } from './words.ts'

/** How far two aligned sources agree where both heard something. */
export interface Agreement {
  /** Stretches in which both have words. */
  readonly stretches: number
  /** Those in which they say the same. */
  readonly agreed: number
  /** Words that stand against their equal; the same word over and over counts ever less. */
  readonly matchedWords: number
}

/** Words of a stretch: about half a minute of speech. */
const stretchWords = 80
/** A stretch agrees when rare words count more and so much of their weight is found. Other talk in the same language reaches about 0.1. */
const agreedWeight = 0.3
/** A stretch is compared where the other has so many words for each of its own. */
const leastOther = 0.2
/** Places of words within long paragraphs are guesses. */
const slackMs = 5_000

/** How much a word tells: nothing when everybody says it all the time, more the rarer it is in the two (in nats). */
const weigher = (a: Words, b: Words): ((hash: number) => number) => {
  const counts = new Map<number, number>()
  for (const words of [a, b]) for (const hash of words.hash) counts.set(hash, (counts.get(hash) ?? 0) + 1)
  const total = a.count + b.count
  return (hash) => Math.log((total + 2) / ((counts.get(hash) ?? 0) + 1))
}

/** Looks at the part of `a` during which `b` was recording too, stretch by stretch. */
export const agreementOf = (a: Words, b: Words, { pieces, pairing }: Pick<Alignment, 'pieces' | 'pairing'>): Agreement => {
  const weight = weigher(a, b)
  const first = onClockOf(pieces, at(b.time, 0)) - slackMs
  const last = onClockOf(pieces, at(b.time, b.count - 1)) + slackMs
  const from = lowerBound(a.time, first)
  const to = lowerBound(a.time, last)
  const parts = Math.max(1, Math.floor((to - from) / stretchWords))
  const toB = inverse(pieces)
  let stretches = 0
  let agreed = 0
  for (let part = 0; part < parts; part++) {
    const start = from + Math.floor(((to - from) * part) / parts)
    const end = from + Math.floor(((to - from) * (part + 1)) / parts)
    if (end <= start) continue
    const others =
      lowerBound(b.time, onClockOf(toB, at(a.time, end - 1)) + slackMs) - lowerBound(b.time, onClockOf(toB, at(a.time, start)) - slackMs)
    if (others < leastOther * (end - start)) continue
    stretches++
    if (foundWeight(a, pairing, weight, start, end) >= agreedWeight) agreed++
  }
  return { stretches, agreed, matchedWords: countMatched(a, pairing) }
}

const foundWeight = (a: Words, pairing: Int32Array, weight: (hash: number) => number, start: number, end: number): number => {
  let total = 0
  let found = 0
  for (let place = start; place < end; place++) {
    const own = weight(at(a.hash, place))
    total += own
    if (at(pairing, place) !== -1) found += own
  }
  return total === 0 ? 0 : found / total
}

/** A phrase said over and over proves little: of the same word's matches each one counts less than the one before. */
const countMatched = (a: Words, pairing: Int32Array): number => {
  const matches = new Map<number, number>()
  for (let place = 0; place < a.count; place++)
    if (at(pairing, place) !== -1) matches.set(at(a.hash, place), (matches.get(at(a.hash, place)) ?? 0) + 1)
  let counted = 0
  for (const times of matches.values()) counted += 1 + Math.log2(times)
  return Math.round(counted)
}
