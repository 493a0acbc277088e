import { pick, type Random } from '@hansard/merger/test/conversation'
import type { Bank } from '../language/bank.ts'
import type { Spoken } from '../conversation/converse.ts'

/** A word as a recogniser writes it, with the moment and the voice it comes from. */
export interface HeardWord {
  readonly text: string
  readonly ms: number
  readonly person: number
  readonly opens: boolean
}

export interface Ear {
  /** Share of the words that are misheard, left out, or put in. */
  readonly errors: number
  readonly keepsFillers: boolean
  readonly writesDigits: boolean
}

const vocabularies = new Map<string, readonly string[]>()

/** Words of the language by which others may be mistaken. */
const vocabularyOf = (bank: Bank): readonly string[] => {
  const known = vocabularies.get(bank.name)
  if (known !== undefined) return known
  const text = [...bank.sentences, ...Object.values(bank.slots).flat(), ...bank.script, ...bank.short].join(' ').replaceAll(/\{\w+\}/g, ' ')
  const words = [...new Set(bank.joiner === ' ' ? text.split(/\s+/) : Array.from(text.replaceAll(/\s/g, '')))].filter((word) => word !== '')
  vocabularies.set(bank.name, words)
  return words
}

/** Letters that two words share in order of place, a cheap likeness of sound. */
const alike = (x: string, y: string): number => {
  let same = x[0] === y[0] ? 1 : 0
  for (let index = 0; index < Math.min(x.length, y.length); index++)
    if (x[index] === y[index] || x.at(-1 - index) === y.at(-1 - index)) same++
  return same - Math.abs(x.length - y.length)
}

const soundsLike = (random: Random, bank: Bank, word: string): string => {
  const vocabulary = vocabularyOf(bank)
  let best = pick(random, vocabulary)
  for (let tries = 0; tries < 12; tries++) {
    const other = pick(random, vocabulary)
    if (other !== word && alike(word, other) > alike(word, best)) best = other
  }
  return best
}

const mistaken = (random: Random, bank: Bank, word: string): readonly string[] => {
  if (bank.joiner === '') return [soundsLike(random, bank, word)]
  const chance = random()
  // Compounds come apart, names are spelt as they sound, and the rest becomes other words.
  if (word.length > 8 && chance < 0.35) return [word.slice(0, word.length >> 1), word.slice(word.length >> 1)]
  if (word.length > 4 && chance < 0.55) {
    const place = 1 + Math.floor(random() * (word.length - 2))
    return [word.slice(0, place) + pick(random, Array.from('aeiouln')) + word.slice(place + 1)]
  }
  return [soundsLike(random, bank, word)]
}

/**
 * What a recogniser makes of spoken words. Errors come in runs (crosstalk, a bad line), and what is misheard once is often misheard
 * the same way again (names above all).
 */
export const mishear = (random: Random, bank: Bank, words: readonly Spoken[], ear: Ear): readonly HeardWord[] => {
  const habits = new Map<string, readonly string[]>()
  let luck = 1
  const write = (word: Spoken, texts: readonly string[]): readonly HeardWord[] =>
    texts.map((text, index) => ({ text, ms: word.ms + index * 80, person: word.person, opens: word.opens && index === 0 }))
  return words.flatMap((word) => {
    if (random() < 0.05) luck = [0.3, 0.6, 1, 1, 2.2][Math.floor(random() * 5)] ?? 1
    if (word.disfluent && !ear.keepsFillers) return []
    const text = ear.writesDigits ? word.written : word.text
    const habit = habits.get(word.text)
    if (habit !== undefined && random() < 0.7) return write(word, habit)
    if (random() >= ear.errors * luck) return write(word, [text])
    const kind = random()
    if (kind < 0.25) return []
    if (kind < 0.38) return write(word, [text, soundsLike(random, bank, text)])
    const texts = mistaken(random, bank, text)
    if (text.length > 5) habits.set(word.text, texts)
    return write(word, texts)
  })
}
