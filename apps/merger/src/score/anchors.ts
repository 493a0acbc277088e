import { featureHash, featurePlace, type Features } from './features.ts'
import { at } from './numbers.ts'
import type { Words } from './words.ts'

/** Places where two transcripts say the same rare thing, in order of `a`; several at one place of `a` in order of `b`. */
export interface Anchors {
  readonly count: number
  readonly a: Int32Array
  readonly b: Int32Array
}

const places = 2 ** 20

/** Every pair of places that share a feature, each pair once. */
export const sharedFeatures = (a: Features, b: Features): Anchors => {
  const pairs = new Float64Array(Math.min(a.length, b.length))
  let found = 0
  for (let inA = 0, inB = 0; inA < a.length && inB < b.length;) {
    const [own, other] = [at(a, inA), at(b, inB)]
    const isShared = Math.abs(own - other) < places && featureHash(own) === featureHash(other)
    if (isShared) pairs[found++] = featurePlace(own) * places + featurePlace(other)
    if (isShared || own < other) inA++
    if (isShared || own >= other) inB++
  }
  const sorted = pairs.subarray(0, found).toSorted()
  const [inOrderA, inOrderB] = [new Int32Array(found), new Int32Array(found)]
  let count = 0
  for (let index = 0; index < found; index++) {
    const pair = at(sorted, index)
    if (index > 0 && at(sorted, index - 1) === pair) continue
    inOrderA[count] = Math.floor(pair / places)
    inOrderB[count++] = pair % places
  }
  return { count, a: inOrderA.subarray(0, count), b: inOrderB.subarray(0, count) }
}

const keep = (anchors: Anchors, indices: ArrayLike<number>): Anchors => {
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
  const bins = Float64Array.from(anchors.a, (place, index) => Math.floor((at(a.time, place) - at(b.time, at(anchors.b, index))) / binMs))
  const filled = new Map<number, number>()
  for (const bin of bins) filled.set(bin, (filled.get(bin) ?? 0) + 1)
  const span = (words: Words): number => at(words.time, words.count - 1) - at(words.time, 0)
  const byChance = (anchors.count * 3 * binMs) / Math.max(span(a) + span(b), 60 * binMs)
  const least = Math.max(2, aboveChance * byChance)
  const around = (bin: number): number => (filled.get(bin - 1) ?? 0) + (filled.get(bin) ?? 0) + (filled.get(bin + 1) ?? 0)
  const shared = new Set([...filled.keys()].filter((bin) => around(bin) >= least))
  const kept: number[] = []
  for (let index = 0; index < anchors.count; index++) if (shared.has(at(bins, index))) kept.push(index)
  return keep(anchors, kept)
}

/** The longest run of anchors that goes forward in both transcripts (patience sorting, n log n): what is said in one order twice. */
export const longestChain = (anchors: Anchors): Anchors => {
  const tails = new Int32Array(anchors.count)
  let length = 0
  const previous = new Int32Array(anchors.count).fill(-1)
  const take = (index: number): void => {
    const value = at(anchors.b, index)
    let low = 0
    let high = length
    while (low < high) {
      const middle = (low + high) >> 1
      if (at(anchors.b, at(tails, middle)) < value) low = middle + 1
      else high = middle
    }
    if (low > 0) previous[index] = at(tails, low - 1)
    tails[low] = index
    if (low === length) length++
  }
  // Of several anchors at one place of `a` the later in `b` come first, so that a chain takes one of them.
  for (let from = 0, to = 0; from < anchors.count; from = to) {
    while (to < anchors.count && at(anchors.a, to) === at(anchors.a, from)) to++
    for (let index = to - 1; index >= from; index--) take(index)
  }
  const chain = new Int32Array(length)
  for (let place = length - 1, index = length === 0 ? -1 : at(tails, length - 1); place >= 0; place--, index = at(previous, index))
    chain[place] = index
  return keep(anchors, chain)
}
