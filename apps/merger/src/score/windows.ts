import type { Alignment } from './align.ts'
import { lowerBound } from './numbers.ts'
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

/** How much each word of `a`'s vocabulary tells: nothing when everybody says it all the time, more the rarer it is in the two (in nats). */
const weightsOf = (a: Words, b: Words): Float64Array => {
  const inB = new Map<number, number>()
  b.vocabulary.hash.forEach((hash, id) => inB.set(hash, b.vocabulary.count[id] as number))
  const total = a.count + b.count
  return Float64Array.from(a.vocabulary.hash, (hash, id) =>
    Math.log((total + 2) / ((a.vocabulary.count[id] as number) + (inB.get(hash) ?? 0) + 1)),
  )
}

/** Looks at the part of `a` during which `b` was recording too, stretch by stretch. */
export const agreementOf = (a: Words, b: Words, { pieces, pairing }: Pick<Alignment, 'pieces' | 'pairing'>): Agreement => {
  const weights = weightsOf(a, b)
  const first = onClockOf(pieces, b.time[0] as number) - slackMs
  const last = onClockOf(pieces, b.time[b.count - 1] as number) + slackMs
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
      lowerBound(b.time, onClockOf(toB, a.time[end - 1] as number) + slackMs) -
      lowerBound(b.time, onClockOf(toB, a.time[start] as number) - slackMs)
    if (others < leastOther * (end - start)) continue
    stretches++
    if (foundWeight(a, pairing, weights, start, end) >= agreedWeight) agreed++
  }
  return { stretches, agreed, matchedWords: countMatched(a, pairing) }
}

const foundWeight = (a: Words, pairing: Int32Array, weights: Float64Array, start: number, end: number): number => {
  let total = 0
  let found = 0
  for (let place = start; place < end; place++) {
    const own = weights[a.id[place] as number] as number
    total += own
    if (pairing[place] !== -1) found += own
  }
  return total === 0 ? 0 : found / total
}

/** A phrase said over and over proves little: of the same word's matches each one counts less than the one before. */
const countMatched = (a: Words, pairing: Int32Array): number => {
  const matches = new Int32Array(a.vocabulary.hash.length)
  for (let place = 0; place < a.count; place++)
    if (pairing[place] !== -1) matches[a.id[place] as number] = (matches[a.id[place] as number] as number) + 1
  let counted = 0
  for (const times of matches) if (times > 0) counted += 1 + Math.log2(times)
  return Math.round(counted)
}
