import { nameWords, wordsAgree } from './names.ts'
import type { KnownPerson } from './people.ts'

/** Of one name or address so many words are looked up; people have two to five. */
const mostWords = 8
/**
 * One word finds so many at most, those that were added first. Where more people share a word than a meeting has, they are told apart by
 * their other words alone.
 */
const mostByKey = 100

/** Places by keys: finds whoever may be meant without looking at everybody. Its work is in proportion to what is added and found. */
export interface Index {
  add(place: number, keys: readonly string[]): void
  /** The places under any of the keys, each once, ascending. */
  find(keys: readonly string[]): readonly number[]
}

export const createIndex = (): Index => {
  const places = new Map<string, number[]>()
  return {
    add(place, keys) {
      for (const key of keys) {
        const own = places.get(key)
        if (own === undefined) places.set(key, [place])
        else if (own.length < mostByKey) own.push(place)
      }
    },
    find(keys) {
      const found = new Set<number>()
      for (const key of keys) for (const place of places.get(key) ?? []) found.add(place)
      return [...found].toSorted((a, b) => a - b)
    },
  }
}

/** Two names agree only where a word of more than one letter is in both. */
const wholeWords = (words: readonly string[]): readonly string[] => words.filter((word) => word.length > 1).slice(0, mostWords)

/** What an address may be made of: `tomasribeiro`, `tribeiro`, `tomasr`, `ribeirotomas`; none of a single word. */
export const addressForms = (words: readonly string[]): readonly string[] => {
  const [first = '', last = ''] = [words[0], words.length > 1 ? words.at(-1) : '']
  return last === '' ? [] : [first + last, first.slice(0, 1) + last, first + last.slice(0, 1), last + first]
}

/** Under which keys a person is, and by which the same person is found elsewhere: whoever `samePerson` holds for one shares one of them. */
const keysOf = ({ email, nameWords: name, localWords: local }: KnownPerson) => {
  const [names, locals] = [wholeWords(name), wholeWords(local)]
  const forms = addressForms(name)
  const joined = local.length === 0 ? [] : [local.join('')]
  const mail = email === null ? [] : [`@${email}`]
  const own = [...mail, ...keyed('n', names), ...keyed('l', locals), ...keyed('f', forms), ...keyed('j', joined)]
  const others = [...mail, ...keyed('n', names), ...keyed('l', names), ...keyed('n', locals), ...keyed('j', forms), ...keyed('f', joined)]
  return { own, others }
}

const keyed = (kind: string, texts: readonly string[]): readonly string[] => texts.map((text) => `${kind} ${text}`)

export interface PeopleIndex {
  add(place: number, person: KnownPerson): void
  /** Places of those who may be the same person, ascending; `samePerson` tells. */
  find(person: KnownPerson): readonly number[]
}

export const createPeopleIndex = (people: readonly KnownPerson[] = []): PeopleIndex => {
  const index = createIndex()
  const add = (place: number, person: KnownPerson): void => index.add(place, keysOf(person).own)
  for (const [place, person] of people.entries()) add(place, person)
  return { add, find: (person) => index.find(keysOf(person).others) }
}

const known = new WeakMap<readonly KnownPerson[], PeopleIndex>()

/** Made once for a list that no longer changes. */
export const indexOf = (people: readonly KnownPerson[]): PeopleIndex => {
  const index = known.get(people) ?? createPeopleIndex(people)
  known.set(people, index)
  return index
}

/** Which of some names agree with one: their places, ascending. */
export const nameFinder = (names: readonly string[]): ((name: string) => readonly number[]) => {
  const words = names.map(nameWords)
  const index = createIndex()
  for (const [place, own] of words.entries()) index.add(place, wholeWords(own))
  return (name) => {
    const asked = nameWords(name)
    return index.find(wholeWords(asked)).filter((place) => wordsAgree(words[place] ?? [], asked))
  }
}
