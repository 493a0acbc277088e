import { longestChain, onSharedClock, sharedFeatures, type Anchors } from './anchors.ts'
import { pairWords, type Pairing } from './equal-words.ts'
import { featuresOf } from './features.ts'
import { linesOf, type Line } from './lines.ts'
import { fitClock, type Piece } from './pieces.ts'
import { wordsOf, type Words } from './words.ts'

/** A source made ready for comparing. */
export interface Heard {
  readonly lines: readonly Line[]
  readonly words: Words
}

export const heardLines = (lines: readonly Line[]): Heard => ({ lines, words: wordsOf(lines) })

export const heard = (segments: Parameters<typeof linesOf>[0]): Heard => heardLines(linesOf(segments))

/** Where and when two sources say the same. */
export interface Alignment {
  /** From `b`'s clock to `a`'s. */
  readonly pieces: readonly Piece[]
  /** How tightly the anchors keep to the pieces, milliseconds. */
  readonly spreadMs: number
  /** For every word of `a` the equal word of `b`, or -1. */
  readonly pairing: Pairing
}

/** Fewer anchors than this are no alignment. */
const fewest = 2

/** Anchors that keep one order and one clock. Undefined where there are too few: the two say nothing in common. */
export const alignment = (a: Heard, b: Heard): Alignment | undefined => {
  const chain = chainOf(a, b)
  if (chain.count < fewest) return undefined
  const { pieces, spreadMs } = fitClock(chain, a.words, b.words)
  return { pieces, spreadMs, pairing: pairWords(chain, a.words, b.words) }
}

const chainOf = (a: Heard, b: Heard): Anchors =>
  longestChain(onSharedClock(sharedFeatures(featuresOf(a.words), featuresOf(b.words)), a.words, b.words))
