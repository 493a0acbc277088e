import { longestChain, type Anchors } from './anchors.ts'
import type { Words } from './words.ts'

/** For every word of `a` the equal word of `b` it stands against, or -1. Goes forward in both. */
export type Pairing = Int32Array

/** A part of `a` and the part of `b` that stands against it; the ends are not in it. */
interface Gap {
  readonly fromA: number
  readonly toA: number
  readonly fromB: number
  readonly toB: number
}

/** A gap of more cells than this without a word of its own stays unpaired: nobody heard the same there, or a source is silent. */
const maxCells = 1 << 16
/** Smaller gaps are compared word by word at once; in larger ones the words that each side says once divide it first. */
const fewCells = 300
/** Words before the first and after the last anchor that are still looked at. */
const edge = 200

/**
 * Word by word between the anchors: in every gap the longest common subsequence. Large gaps are divided by the words that both sides
 * say once in them (patience diff, Cohen), again and again, so that this is linear but for a logarithm; the cells of all gaps together are bounded as well.
 */
export const pairWords = (chain: Anchors, a: Words, b: Words): Pairing => {
  const pairing = new Int32Array(a.count).fill(-1)
  if (chain.count === 0) return pairing
  const fill = gapFiller(pairing, a, b)
  let nextA = Math.max(0, (chain.a[0] as number) - edge)
  let nextB = Math.max(0, (chain.b[0] as number) - edge)
  for (let index = 0; index < chain.count; index++) {
    const placeA = chain.a[index] as number
    const placeB = chain.b[index] as number
    fill({ fromA: nextA, toA: placeA, fromB: nextB, toB: placeB }, 0)
    if (a.hash[placeA] === b.hash[placeB]) pairing[placeA] = placeB
    nextA = placeA + 1
    nextB = placeB + 1
  }
  fill({ fromA: nextA, toA: Math.min(a.count, nextA + edge), fromB: nextB, toB: Math.min(b.count, nextB + edge) }, 0)
  return pairing
}

/** A gap divided more often than this is one of very long repetitions. */
const deepest = 12

const gapFiller = (pairing: Int32Array, a: Words, b: Words) => {
  let budget = 64 * maxCells
  const scratch = new Uint16Array(maxCells + 2 * Math.ceil(Math.sqrt(maxCells)) + 2)
  const fill = (gap: Gap, depth: number): void => {
    const { fromA, toA, fromB, toB } = gap
    const cells = (toA - fromA) * (toB - fromB)
    if (cells <= 0) return
    const dividing = cells > fewCells && depth < deepest ? onceInBoth(gap, a, b) : undefined
    if (dividing !== undefined && dividing.count > 0) {
      let [nextA, nextB] = [fromA, fromB]
      for (let index = 0; index < dividing.count; index++) {
        fill({ fromA: nextA, toA: dividing.a[index] as number, fromB: nextB, toB: dividing.b[index] as number }, depth + 1)
        pairing[dividing.a[index] as number] = dividing.b[index] as number
        nextA = (dividing.a[index] as number) + 1
        nextB = (dividing.b[index] as number) + 1
      }
      fill({ fromA: nextA, toA, fromB: nextB, toB }, depth + 1)
    } else if (cells <= Math.min(maxCells, budget) && toA - fromA < 256 && toB - fromB < 256) {
      budget -= cells
      longestCommon(pairing, scratch, gap, a, b)
    }
  }
  return fill
}

/** Words that both sides of a gap say exactly once, as far as they keep one order. */
const onceInBoth = ({ fromA, toA, fromB, toB }: Gap, a: Words, b: Words): Anchors => {
  const placesIn = (words: Words, from: number, to: number): Map<number, number> => {
    const places = new Map<number, number>()
    for (let place = from; place < to; place++)
      places.set(words.hash[place] as number, places.has(words.hash[place] as number) ? -1 : place)
    return places
  }
  const inB = placesIn(b, fromB, toB)
  const shared = [...placesIn(a, fromA, toA)].filter(([hash, place]) => place !== -1 && (inB.get(hash) ?? -1) !== -1)
  return longestChain({
    count: shared.length,
    a: Int32Array.from(shared, ([, place]) => place),
    b: Int32Array.from(shared, ([hash]) => inB.get(hash) ?? -1),
  })
}

const longestCommon = (pairing: Int32Array, length: Uint16Array, { fromA, toA, fromB, toB }: Gap, a: Words, b: Words): void => {
  const width = toB - fromB + 1
  const height = toA - fromA
  length.fill(0, 0, (height + 1) * width)
  for (let i = height - 1; i >= 0; i--) {
    const own = a.hash[fromA + i]
    const row = i * width
    for (let j = width - 2; j >= 0; j--) {
      const below = length[row + width + j] as number
      const right = length[row + j + 1] as number
      length[row + j] = own === b.hash[fromB + j] ? (length[row + width + j + 1] as number) + 1 : below > right ? below : right
    }
  }
  let i = 0
  let j = 0
  while (i < height && j < width - 1) {
    if (a.hash[fromA + i] === b.hash[fromB + j]) {
      pairing[fromA + i] = fromB + j
      i++
      j++
    } else if ((length[(i + 1) * width + j] as number) >= (length[i * width + j + 1] as number)) i++
    else j++
  }
}
