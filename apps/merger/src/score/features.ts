import { orderOf } from './order.ts'
import { mix, type Words } from './words.ts'

/**
 * The words, pairs and triples of words that a transcript says exactly once, each with its place: two recognisers that heard the same
 * moment share many of them, in the same order; two meetings share few, in any order.
 */
export interface Features {
  /** Ascending. */
  readonly hash: Uint32Array
  readonly place: Int32Array
}

/** Marks the sizes, so that a pair never equals a word. */
const sizeSeed = [0x2545f491, 0x6c8e9cf5, 0x1b873593, 0x52dce729] as const

const shingle = (words: Words, place: number, size: number): number => {
  let hash: number = sizeSeed[size - 1] ?? 0
  for (let index = 0; index < size; index++) hash = mix(hash, words.hash[place + index] as number)
  return hash >>> 0
}

/** So many words in a row, from every place on; by hash. */
const shinglesOf = (words: Words, sizes: readonly number[]): Features => {
  const count = sizes.reduce((sum, size) => sum + Math.max(0, words.count - size + 1), 0)
  const hashes = new Uint32Array(count)
  const places = new Int32Array(count)
  let next = 0
  for (const size of sizes)
    for (let place = 0; place + size <= words.count; place++) {
      hashes[next] = shingle(words, place, size)
      places[next++] = place
    }
  const sorted = { hash: new Uint32Array(count), place: new Int32Array(count) }
  const order = orderOf(hashes)
  for (let index = 0; index < count; index++) {
    sorted.hash[index] = hashes[order[index] as number] as number
    sorted.place[index] = places[order[index] as number] as number
  }
  return sorted
}

const onceOnly = ({ hash, place }: Features): Features => {
  const once = { hash: new Uint32Array(hash.length), place: new Int32Array(hash.length) }
  let count = 0
  for (let index = 0; index < hash.length; index++) {
    const own = hash[index] as number
    if (own === hash[index - 1] || own === hash[index + 1]) continue
    once.hash[count] = own
    once.place[count++] = place[index] as number
  }
  return { hash: once.hash.slice(0, count), place: once.place.slice(0, count) }
}

/** A character says less than a word. */
const sizesFor = ({ unspaced }: Words): readonly number[] => (unspaced ? [2, 3, 4] : [1, 2, 3])

const known = new WeakMap<Words, Features>()

/** Worked out once, and known for as long as the words are: what is merged is not always compared. */
export const featuresOf = (words: Words): Features => {
  const features = known.get(words) ?? onceOnly(shinglesOf(words, sizesFor(words)))
  known.set(words, features)
  return features
}

/** Numbers in a sketch at most. */
const sketchSize = 128

/**
 * The smallest hashes among a transcript's triples of words (fours of characters): the share that two sketches have in common estimates how much of what was
 * said is the same (bottom-k MinHash; Broder 1997, Cohen and Kaplan 2007). As signed 32-bit integers, which PostgreSQL has.
 */
export const sketchOf = (words: Words): readonly number[] => {
  const distinct: number[] = []
  for (const unsigned of shinglesOf(words, [words.unspaced ? 4 : 3]).hash) {
    const hash = unsigned | 0
    if (distinct.at(-1) !== hash) distinct.push(hash)
    if (distinct.length === sketchSize) break
  }
  return distinct
}
