import type { Anchors } from './anchors.ts'
import { at } from './numbers.ts'
import type { Words } from './words.ts'

/** A gap of more cells than this stays unpaired: nobody heard the same there, or a source is silent. */
const maxCells = 1 << 18
/** Words before the first and after the last anchor that are still looked at. */
const edge = 200

/** For every word of `a` the equal word of `b` it stands against, or -1. Goes forward in both. */
export type Pairing = Int32Array

/**
 * Word by word between the anchors: in every gap the longest common subsequence. The gaps between the anchors of one meeting are short,
 * so this is linear; the cells of all gaps together are bounded as well, the earliest gaps first.
 */
export const pairWords = (chain: Anchors, a: Words, b: Words): Pairing => {
  const pairing = new Int32Array(a.count).fill(-1)
  let budget = 32 * maxCells
  let nextA = 0
  let nextB = 0
  if (chain.count > 0) {
    nextA = Math.max(0, at(chain.a, 0) - edge)
    nextB = Math.max(0, at(chain.b, 0) - edge)
  }
  const gap = (toA: number, toB: number): void => {
    const cells = (toA - nextA) * (toB - nextB)
    if (cells <= 0 || cells > Math.min(maxCells, budget)) return
    budget -= cells
    longestCommon(pairing, { a, b, fromA: nextA, toA, fromB: nextB, toB })
  }
  for (let index = 0; index < chain.count; index++) {
    const placeA = at(chain.a, index)
    const placeB = at(chain.b, index)
    gap(placeA, placeB)
    if (at(a.hash, placeA) === at(b.hash, placeB)) pairing[placeA] = placeB
    nextA = placeA + 1
    nextB = placeB + 1
  }
  if (chain.count > 0) gap(Math.min(a.count, nextA + edge), Math.min(b.count, nextB + edge))
  return pairing
}

interface Gap {
  readonly a: Words
  readonly b: Words
  readonly fromA: number
  readonly toA: number
  readonly fromB: number
  readonly toB: number
}

const longestCommon = (pairing: Int32Array, { a, b, fromA, toA, fromB, toB }: Gap): void => {
  const width = toB - fromB + 1
  const height = toA - fromA
  const length = new Uint32Array((height + 1) * width)
  for (let i = height - 1; i >= 0; i--) {
    for (let j = width - 2; j >= 0; j--) {
      const equal = at(a.hash, fromA + i) === at(b.hash, fromB + j)
      length[i * width + j] = equal
        ? at(length, (i + 1) * width + j + 1) + 1
        : Math.max(at(length, (i + 1) * width + j), at(length, i * width + j + 1))
    }
  }
  let i = 0
  let j = 0
  while (i < height && j < width - 1) {
    if (at(a.hash, fromA + i) === at(b.hash, fromB + j)) {
      pairing[fromA + i] = fromB + j
      i++
      j++
    } else if (at(length, (i + 1) * width + j) >= at(length, i * width + j + 1)) i++
    else j++
  }
}
