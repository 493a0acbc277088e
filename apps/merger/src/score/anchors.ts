import type { Features } from './features.ts'
import { orderOf } from './order.ts'
import type { Words } from './words.ts'

/** Places where two transcripts say the same rare thing, in order of `a`; several at one place of `a` in order of `b`. */
export interface Anchors {
  readonly count: number
  readonly a: Int32Array
  readonly b: Int32Array
}

/** Every pair of places that share a feature, each pair once. */
export const sharedFeatures = (a: Features, b: Features): Anchors => {
  const most = Math.min(a.hash.length, b.hash.length)
  const [placesA, placesB] = [new Uint32Array(most), new Uint32Array(most)]
  let found = 0
  for (let inA = 0, inB = 0; inA < a.hash.length && inB < b.hash.length;) {
    const [own, other] = [a.hash[inA] as number, b.hash[inB] as number]
    if (own === other) {
      placesA[found] = a.place[inA] as number
      placesB[found++] = b.place[inB] as number
    }
    if (own <= other) inA++
    if (own >= other) inB++
  }
  const order = orderOf(placesA.subarray(0, found), orderOf(placesB.subarray(0, found)))
  const anchors = { a: new Int32Array(found), b: new Int32Array(found) }
  let count = 0
  for (const index of order) {
    const [placeA, placeB] = [placesA[index] as number, placesB[index] as number]
    // A word that is said once and the pair that it begins are one place.
    if (count > 0 && anchors.a[count - 1] === placeA && anchors.b[count - 1] === placeB) continue
    anchors.a[count] = placeA
    anchors.b[count++] = placeB
  }
  return { count, a: anchors.a.subarray(0, count), b: anchors.b.subarray(0, count) }
}

const keep = (anchors: Anchors, indices: ArrayLike<number>): Anchors => {
  const kept = { count: indices.length, a: new Int32Array(indices.length), b: new Int32Array(indices.length) }
  for (let place = 0; place < indices.length; place++) {
    kept.a[place] = anchors.a[indices[place] as number] as number
    kept.b[place] = anchors.b[indices[place] as number] as number
  }
  return kept
}

/** For each anchor the time by `a`'s clock less that by `b`'s, milliseconds. */
export const clockDifferences = (anchors: Anchors, a: Words, b: Words): Float64Array => {
  const differences = new Float64Array(anchors.count)
  for (let index = 0; index < anchors.count; index++)
    differences[index] = (a.time[anchors.a[index] as number] as number) - (b.time[anchors.b[index] as number] as number)
  return differences
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
  const bins = clockDifferences(anchors, a, b).map((ms) => Math.floor(ms / binMs))
  const filled = new Map<number, number>()
  for (const bin of bins) filled.set(bin, (filled.get(bin) ?? 0) + 1)
  const span = (words: Words): number => (words.time[words.count - 1] as number) - (words.time[0] as number)
  const byChance = (anchors.count * 3 * binMs) / Math.max(span(a) + span(b), 60 * binMs)
  const least = Math.max(2, aboveChance * byChance)
  const around = (bin: number): number => (filled.get(bin - 1) ?? 0) + (filled.get(bin) ?? 0) + (filled.get(bin + 1) ?? 0)
  const shared = new Set([...filled.keys()].filter((bin) => around(bin) >= least))
  const kept: number[] = []
  for (let index = 0; index < anchors.count; index++) if (shared.has(bins[index] as number)) kept.push(index)
  return keep(anchors, kept)
}

/** The longest run of anchors that goes forward in both transcripts (patience sorting, n log n): what is said in one order twice. */
export const longestChain = (anchors: Anchors): Anchors => {
  const tails = new Int32Array(anchors.count)
  let length = 0
  const previous = new Int32Array(anchors.count).fill(-1)
  const take = (index: number): void => {
    const value = anchors.b[index] as number
    let low = 0
    let high = length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((anchors.b[tails[middle] as number] as number) < value) low = middle + 1
      else high = middle
    }
    if (low > 0) previous[index] = tails[low - 1] as number
    tails[low] = index
    if (low === length) length++
  }
  // Of several anchors at one place of `a` the later in `b` come first, so that a chain takes one of them.
  for (let from = 0, to = 0; from < anchors.count; from = to) {
    while (to < anchors.count && anchors.a[to] === anchors.a[from]) to++
    for (let index = to - 1; index >= from; index--) take(index)
  }
  const chain = new Int32Array(length)
  for (
    let place = length - 1, index = length === 0 ? -1 : (tails[length - 1] as number);
    place >= 0;
    place--, index = previous[index] as number
  )
    chain[place] = index
  return keep(anchors, chain)
}
