import type { Random } from '@hansard/merger/test/conversation'
import { pick } from '@hansard/merger/test/conversation'
import type { Bank } from '../language/bank.ts'

/** A word as somebody says it; a number is one word, with the form that recognisers write. */
export interface Token {
  readonly text: string
  readonly written: string
  /** A hesitation or a word begun twice: editors and many recognisers leave it out. */
  readonly disfluent: boolean
}

/** What one conversation is about: a part of what the language has, and names of its own. */
export interface Topic {
  readonly slots: Readonly<Record<string, readonly string[]>>
  readonly things: readonly string[]
  readonly sentences: readonly string[]
}

const shuffled = <T>(random: Random, items: readonly T[]): readonly T[] =>
  items
    .map((item) => ({ item, key: random() }))
    .toSorted((x, y) => x.key - y.key)
    .map(({ item }) => item)

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1)

export const inventedName = (random: Random, { syllables }: Bank): string =>
  capital(Array.from({ length: 2 + Math.floor(random() * 2) }, () => pick(random, syllables)).join(''))

export const topicOf = (random: Random, bank: Bank): Topic => ({
  slots: Object.fromEntries(
    Object.entries(bank.slots).map(([slot, all]) => [slot, shuffled(random, all).slice(0, Math.max(4, Math.ceil(all.length * 0.6)))]),
  ),
  things: Array.from({ length: 14 }, () => inventedName(random, bank)),
  sentences: shuffled(random, bank.sentences).slice(0, Math.ceil(bank.sentences.length * 0.85)),
})

/** Few are said often, most seldom. */
const zipf = <T>(random: Random, items: readonly T[]): T =>
  items[Math.min(items.length - 1, Math.floor((items.length + 1) ** random()) - 1)] as T

/** Where a number stands in a sentence being put together. */
const numberMark = '\ue000'

const plain = (text: string): Token => ({ text, written: text, disfluent: false })

/** Text as words, or as characters where the language writes no spaces. */
export const tokensOf = (text: string, { joiner }: Bank, numbers: readonly (readonly [string, string])[] = []): readonly Token[] => {
  const left = [...numbers]
  return (joiner === ' ' ? text.split(' ') : Array.from(text)).map((word) => {
    const [spoken, written] = word.includes(numberMark) ? (left.shift() ?? ['', '']) : [word, word]
    return word.includes(numberMark)
      ? { text: word.replace(numberMark, spoken), written: word.replace(numberMark, written), disfluent: false }
      : plain(spoken)
  })
}

/** One sentence of the topic. */
export const sentence = (random: Random, bank: Bank, topic: Topic, people: readonly string[]): readonly Token[] => {
  const numbers: (readonly [string, string])[] = []
  const filled = zipf(random, topic.sentences).replaceAll(/\{(\w+)\}/g, (_, slot: string) => {
    if (slot === 'name') return (pick(random, people).split(' ')[0] ?? '').trim()
    if (slot === 'thing') return zipf(random, topic.things)
    if (slot !== 'number') return zipf(random, topic.slots[slot] ?? [''])
    numbers.push(pick(random, bank.numbers))
    return numberMark
  })
  return tokensOf(filled, bank, numbers)
}

/** The sentence as people really say it: with hesitations, and words begun twice. */
export const hesitant = (random: Random, bank: Bank, words: readonly Token[]): readonly Token[] =>
  words.flatMap((word) => {
    const chance = random()
    if (chance < 0.025) return [...tokensOf(pick(random, bank.fillers), bank).map((each) => ({ ...each, disfluent: true })), word]
    return chance < 0.04 && word.text === word.written ? [{ ...word, disfluent: true }, word] : [word]
  })
