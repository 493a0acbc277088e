import { clockDifferences, type Anchors } from './anchors.ts'
import { median, upperBound } from './numbers.ts'
import type { Words } from './words.ts'

/** How two clocks relate: from `fromMs` on `b`'s clock, `b`'s time plus `offsetMs` is `a`'s. One piece, unless a recording was paused. */
export interface Piece {
  readonly fromMs: number
  readonly offsetMs: number
}

/** Recognisers, and places in long paragraphs, differ by seconds; a difference that lasts and is larger than this is a pause or a drift. */
const jumpMs = 8_000
/** Anchors on each side that make a difference last. */
const reach = 15

export interface ClockFit {
  /** At least one, in order of time. */
  readonly pieces: readonly Piece[]
  /** Median distance of the anchors from the pieces, milliseconds. */
  readonly spreadMs: number
}

/** The clock relation that a chain of anchors shows. */
export const fitClock = (chain: Anchors, a: Words, b: Words): ClockFit => {
  const differences = clockDifferences(chain, a, b)
  const starts = [0]
  let reference = median(differences.subarray(0, 2 * reach + 1))
  // A long chain is looked at every few anchors only: a median around each of them would cost more than all the rest.
  const step = Math.max(1, Math.min(8, Math.floor(differences.length / 64)))
  for (let index = reach + 1; index < differences.length; index += step) {
    const local = median(differences.subarray(Math.max(0, index - reach), index + reach + 1))
    if (Math.abs(local - reference) <= jumpMs) continue
    reference = local
    starts.push(index)
  }
  const pieces = starts.map((start, index): Piece => {
    const fromMs = index === 0 ? Number.NEGATIVE_INFINITY : (b.time[chain.b[start] as number] as number)
    return { fromMs, offsetMs: Math.round(median(differences.subarray(start, starts[index + 1]))) }
  })
  const distances = differences.slice()
  for (const [index, { offsetMs }] of pieces.entries())
    for (let place = starts[index] as number; place < (starts[index + 1] ?? distances.length); place++)
      distances[place] = Math.abs((distances[place] as number) - offsetMs)
  return { pieces, spreadMs: median(distances) }
}

/** A moment of `b`'s clock on `a`'s. */
export const onClockOf = (pieces: readonly Piece[], ms: number): number => {
  const piece = pieces.length <= few ? pieces.findLast(({ fromMs }) => fromMs <= ms) : pieces[upperBound(leastBehind(pieces), ms) - 1]
  return ms + (piece?.offsetMs ?? 0)
}

const few = 8
const found = new WeakMap<readonly Piece[], Float64Array>()

/** For each piece the least start of it and of those behind it, which are not always in order: ascending, so that the last piece that has begun can be searched for. */
const leastBehind = (pieces: readonly Piece[]): Float64Array => {
  const known = found.get(pieces)
  if (known !== undefined) return known
  const least = new Float64Array(pieces.length)
  for (let place = pieces.length - 1; place >= 0; place--)
    least[place] = Math.min((pieces[place] as Piece).fromMs, least[place + 1] ?? Number.POSITIVE_INFINITY)
  found.set(pieces, least)
  return least
}

/** The same relation seen from `a`. */
export const inverse = (pieces: readonly Piece[]): readonly Piece[] =>
  pieces.map(({ fromMs, offsetMs }) => ({ fromMs: fromMs + offsetMs, offsetMs: -offsetMs }))

/** The middle of the pieces' offsets. */
export const typicalOffset = (pieces: readonly Piece[]): number => pieces[pieces.length >> 1]?.offsetMs ?? 0
