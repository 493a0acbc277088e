import type { Random } from './random.ts'

/** Alternatives for each symbol, separated by ` | `. `{symbol}` within one is replaced in turn; `{10-90}` by a number. */
export type Grammar = Readonly<Record<string, string>>

const SYMBOL = /\{([a-z]+|\d+-\d+)\}/g

const MAX_DEPTH = 8

/** One of the symbol's sentences. Throws RangeError for an unknown symbol or rules that go round in circles. */
export const expand = (grammar: Grammar, symbol: string, random: Random, depth = 0): string => {
  const alternatives = grammar[symbol]
  if (alternatives === undefined || depth > MAX_DEPTH) throw new RangeError(`Cannot expand {${symbol}}`)
  return random.pick(alternatives.split(' | ')).replaceAll(SYMBOL, (_, inner: string) => {
    const [from, to] = inner.split('-')
    return to === undefined ? expand(grammar, inner, random, depth + 1) : String(random.int(Number(from), Number(to)))
  })
}

/** Capitalises the first letter of every sentence and says `an` before a vowel. */
export const sentenceCase = (text: string): string =>
  text
    .replaceAll(/\ba (?=[aeiou])/g, 'an ')
    .replaceAll(/(^|[.!?] )(\p{Ll})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())

/** Keeps some of the longer lists' alternatives: what one meeting happens to be about, and how its people happen to talk. */
export const narrowed = (grammar: Grammar, random: Random): Grammar =>
  Object.fromEntries(
    Object.entries(grammar).map(([symbol, alternatives]) => {
      const list = alternatives.split(' | ')
      return [
        symbol,
        random
          .shuffle(list)
          .slice(0, Math.max(4, Math.ceil(list.length * 0.6)))
          .join(' | '),
      ]
    }),
  )
