import { featureHash, featurePlace, type Features } from './features.ts'
import { at } from './numbers.ts'
import type { Words } from './words.ts'

/** Places where two transcripts say the same rare thing, in order of `a`. */
export interface Anchors {
  readonly count: number
  readonly a: Int32Array
  readonly b: Int32Array
}

const places = 2 ** 20

/** Every pair of places that share a feature, each pair once. */
export const sharedFeatures = (a: Features, b: Features): Anchors => {
  const pairs: number[] = []
  let inA = 0
  let inB = 0
  while (inA < a.length && inB < b.length) {
    const difference = featureHash(at(a, inA)) - featureHash(at(b, inB))
    if (difference === 0) pairs.push(featurePlace(at(a, inA)) * places + featurePlace(at(b, inB)))
    if (difference <= 0) inA++
    if (difference >= 0) inB++
  }
  const sorted = Float64Array.from(pairs).toSorted()
  const [inOrderA, inOrderB] = [new Int32Array(sorted.length), new Int32Array(sorted.length)]
  let count = 0
  for (let index = 0; index < sorted.length; index++) {
    const pair = at(sorted, index)
    if (index > 0 && at(sorted, index - 1) === pair) continue
    inOrderA[count] = Math.floor(pair / places)
    inOrderB[count++] = pair % places
  }
  return { count, a: inOrderA.slice(0, count), b: inOrderB.slice(0, count) }
}

const keep = (anchors: Anchors, indices: readonly number[]): Anchors => {
  const kept = { count: indices.length, a: new Int32Array(indices.length), b: new Int32Array(indices.length) }
  for (let place = 0; place < indices.length; place++) {
    kept.a[place] = at(anchors.a, at(indices, place))
    kept.b[place] = at(anchors.b, at(indices, place))
  }
  return kept
}

const binMs = 10_000
/** Anchors of two meetings lie anywhere: a bin must hold so many times what it would by chance. */
const aboveChance = 4

/**
 * The anchors whose clock difference is shared by many others: chance puts an anchor anywhere, one meeting puts them on one difference
 * (on a few, where a recording was paused).
 */
export const onSharedClock = (anchors: Anchors, a: Words, b: Words): Anchors => {
  if (anchors.count < 2) return keep(anchors, [])
  const bins = new Map<number, number>()
  const binOf = (index: number): number => Math.floor((at(a.time, at(anchors.a, index)) - at(b.time, at(anchors.b, index))) / binMs)
  for (let index = 0; index < anchors.count; index++) bins.set(binOf(index), (bins.get(binOf(index)) ?? 0) + 1)
  const span = (words: Words): number => at(words.time, words.count - 1) - at(words.time, 0)
  const byChance = (anchors.count * 3 * binMs) / Math.max(span(a) + span(b), 60 * binMs)
  const least = Math.max(2, aboveChance * byChance)
  const around = (bin: number): number => (bins.get(bin - 1) ?? 0) + (bins.get(bin) ?? 0) + (bins.get(bin + 1) ?? 0)
  const kept: number[] = []
  for (let index = 0; index < anchors.count; index++) if (around(binOf(index)) >= least) kept.push(index)
  return keep(anchors, kept)
}

/** The longest run of anchors that goes forward in both transcripts (patience sorting, n log n): what is said in one order twice. */
export const longestChain = (anchors: Anchors): Anchors => {
  // Of several anchors at one place of `a` the later in `b` come first, so that a chain takes one of them.
  const order = Array.from({ length: anchors.count }, (_, index) => index).toSorted(
    (x, y) => at(anchors.a, x) - at(anchors.a, y) || at(anchors.b, y) - at(anchors.b, x),
  )
  const tails: number[] = []
  const previous = new Int32Array(anchors.count).fill(-1)
  for (const index of order) {
    const value = at(anchors.b, index)
    let low = 0
    let high = tails.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (at(anchors.b, at(tails, middle)) < value) low = middle + 1
      else high = middle
    }
    if (low > 0) previous[index] = at(tails, low - 1)
    tails[low] = index
  }
  const chain: number[] = []
  for (let index = tails.at(-1) ?? -1; index !== -1; index = at(previous, index)) chain.push(index)
  return keep(anchors, chain.toReversed())
}
