import { mix, type Words } from '../score/words.ts'

/** How often a source says a word, and two words in a row. */
export interface Counts {
  readonly words: ReadonlyMap<number, number>
  readonly pairs: ReadonlyMap<number, number>
}

export const countsOf = ({ count, hash, vocabulary }: Words): Counts => {
  const words = new Map<number, number>()
  for (let id = 0; id < vocabulary.hash.length; id++) words.set(vocabulary.hash[id] as number, vocabulary.count[id] as number)
  const pairs = new Map<number, number>()
  for (let place = 1; place < count; place++) {
    const pair = mix(hash[place - 1] as number, hash[place] as number)
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
  }
  return { words, pairs }
}

/** Words that some of the sources put between two words on which all agree. */
export interface Wording {
  readonly before: number
  readonly words: Int32Array
  readonly after: number
  /** Indices of the sources that have it. */
  readonly heardBy: readonly number[]
}

/** Weights of a logistic regression on disputes of recognisers over public calls, rounded: which of two single words was really said? */
const wordWeight = 0.3
const pairWeight = 0.6
/** A place where one source has a word and the other has none: words nobody says elsewhere in the meeting are rather put in than left out. */
const nothing = -1

/**
 * How well words fit into this meeting, as log-odds up to a constant: whether they, and they beside these neighbours, are said
 * elsewhere in it. What the same sources say counts less: a recogniser mishears a name the same way again.
 */
export const plausibility = (counts: readonly Counts[], { before, words, after, heardBy }: Wording): number => {
  if (words.length === 0) return nothing
  const seen = (what: keyof Counts, hash: number): number => {
    let sum = 0
    for (const [source, each] of counts.entries()) {
      const times = each[what].get(hash) ?? 0
      sum += heardBy.includes(source) ? Math.max(0, times - 1) / 2 : times
    }
    return sum
  }
  let fit = 0
  for (const [index, word] of words.entries()) {
    const left = mix(words[index - 1] ?? before, word)
    fit += wordWeight * Math.log(0.5 + seen('words', word)) + pairWeight * Math.log(0.5 + seen('pairs', left))
  }
  const right = mix(words.at(-1) ?? before, after)
  fit += pairWeight * Math.log(0.5 + seen('pairs', right))
  return fit / words.length
}
