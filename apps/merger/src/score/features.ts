import { at } from './numbers.ts'
import { mix, type Words } from './words.ts'

/**
 * The words, pairs and triples of words that a transcript says exactly once, each with its place: two recognisers that heard the same
 * moment share many of them, in the same order; two meetings share few, in any order. Sorted numbers of the form hash × 2^20 + place.
 */
export type Features = Float64Array

const places = 2 ** 20

export const featureHash = (feature: number): number => Math.floor(feature / places)
export const featurePlace = (feature: number): number => feature % places

/** Marks the sizes, so that a pair never equals a word. */
const sizeSeed = [0x2545f491, 0x6c8e9cf5, 0x1b873593, 0x52dce729] as const

const shingle = (words: Words, place: number, size: number): number => {
  let hash: number = sizeSeed[size - 1] ?? 0
  for (let index = 0; index < size; index++) hash = mix(hash, at(words.hash, place + index))
  return hash >>> 0
}

const onceOnly = (sorted: Float64Array): Float64Array => {
  const once = new Float64Array(sorted.length)
  let count = 0
  let before = -1
  for (let index = 0; index < sorted.length; index++) {
    const hash = featureHash(at(sorted, index))
    const comesAgain = index + 1 < sorted.length && featureHash(at(sorted, index + 1)) === hash
    if (hash !== before && !comesAgain) once[count++] = at(sorted, index)
    before = hash
  }
  return once.slice(0, count)
}

const shinglesOf = (words: Words, sizes: readonly number[]): Float64Array => {
  const all = new Float64Array(sizes.reduce((sum, size) => sum + Math.max(0, words.count - size + 1), 0))
  let next = 0
  for (const size of sizes)
    for (let place = 0; place + size <= words.count; place++) all[next++] = shingle(words, place, size) * places + place
  return all.toSorted()
}

/** A character says less than a word. */
const sizesFor = ({ unspaced }: Words): readonly number[] => (unspaced ? [2, 3, 4] : [1, 2, 3])

export const featuresOf = (words: Words): Features => onceOnly(shinglesOf(words, sizesFor(words)))

/** Numbers in a sketch at most. */
const sketchSize = 128

/**
 * The smallest hashes among a transcript's triples of words (fours of characters): the share that two sketches have in common estimates how much of what was
 * said is the same (bottom-k MinHash; Broder 1997, Cohen and Kaplan 2007). As signed 32-bit integers, which PostgreSQL has.
 */
export const sketchOf = (words: Words): readonly number[] => {
  const distinct: number[] = []
  for (const feature of shinglesOf(words, [words.unspaced ? 4 : 3])) {
    const hash = featureHash(feature) | 0
    if (distinct.at(-1) !== hash) distinct.push(hash)
    if (distinct.length === sketchSize) break
  }
  return distinct
}
