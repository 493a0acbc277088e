import { nameWords, realName, wordsAgree } from './names.ts'
import { addressForms, createPeopleIndex } from './people-index.ts'

/** A person as far as a source tells. */
export interface Person {
  readonly name: string | null
  /** Lower case. */
  readonly email: string | null
}

/** A person with what comparing needs. */
export interface KnownPerson extends Person {
  readonly nameWords: readonly string[]
  /** The words of the address before the @. */
  readonly localWords: readonly string[]
}

const known = ({ name, email }: Person): KnownPerson => ({
  name,
  email,
  nameWords: name === null ? [] : nameWords(name),
  localWords: email === null ? [] : nameWords(email.slice(0, Math.max(0, email.lastIndexOf('@'))).replace(/\+.*$/, '')),
})

/** `tomas.ribeiro@`, `tomas@`, `tribeiro@` and `tomasr@` fit Tomás Ribeiro. */
const fitsAddress = (words: readonly string[], local: readonly string[]): boolean => {
  if (words.length === 0 || local.length === 0) return false
  if (wordsAgree(words, local)) return true
  return addressForms(words).includes(local.join(''))
}

/** How surely two are one person: 1 by address, less by full name, least by part of a name; 0 when they are not. */
export const samePerson = (x: KnownPerson, y: KnownPerson): number => {
  if (x.email !== null && x.email === y.email) return 1
  if (x.nameWords.length > 0 && y.nameWords.length > 0) {
    if (!wordsAgree(x.nameWords, y.nameWords)) return 0
    return Math.min(x.nameWords.length, y.nameWords.length) > 1 ? 0.9 : 0.5
  }
  return fitsAddress(x.nameWords, y.localWords) || fitsAddress(y.nameWords, x.localWords) ? 0.6 : 0
}

/** Two different addresses are two people, or one whose addresses are both worth keeping. */
const joinable = (x: KnownPerson, y: KnownPerson): boolean =>
  samePerson(x, y) > 0 && (x.email === null || y.email === null || x.email === y.email)

const textOf = ({ name, email }: Person): string => JSON.stringify([name, email])

/** What two mentions of one person tell together: the address, and the fuller name. */
const joined = (x: KnownPerson, y: KnownPerson): KnownPerson => {
  const [fuller] = [x, y].toSorted((p, q) => q.nameWords.length - p.nameWords.length || (textOf(p) < textOf(q) ? -1 : 1))
  return known({ name: fuller?.name ?? null, email: x.email ?? y.email })
}

const fullness = ({ email, nameWords: words }: KnownPerson): number => (email === null ? 0 : 2) + 3 * Math.min(4, words.length)

const byFullness = (x: KnownPerson, y: KnownPerson): number => fullness(y) - fullness(x) || (textOf(x) < textOf(y) ? -1 : 1)

const asMention = ({ name, email }: Person): KnownPerson => {
  const address = email ?? (name?.includes('@') === true ? name.trim().toLowerCase() : null)
  return known({ name: realName(name), email: address })
}

/**
 * Each person once, however many sources and labels mention them, whatever the order of the mentions. The fullest mentions come first;
 * a name alone that fits several people adds nobody. Near linear: who may be meant is found by words (`people-index.ts`).
 */
export const joinPeople = (mentions: readonly Person[]): readonly KnownPerson[] => {
  const distinct = new Map(mentions.map((mention) => [textOf(mention), mention]))
  const people: KnownPerson[] = []
  const index = createPeopleIndex()
  for (const mention of [...distinct.values()].map(asMention).toSorted(byFullness)) {
    if (mention.name === null && mention.email === null) continue
    const fitting = index.find(mention).filter((other) => joinable(people[other] as KnownPerson, mention))
    const byAddress = fitting.find((other) => mention.email !== null && people[other]?.email === mention.email)
    const place = byAddress ?? (fitting.length === 1 ? fitting[0] : undefined)
    const person = place === undefined ? undefined : people[place]
    if (place !== undefined && person !== undefined) {
      const together = joined(person, mention)
      people[place] = together
      // Under what it was called before it is found already.
      if (textOf(together) !== textOf(person)) index.add(place, together)
    } else if (fitting.length === 0 || mention.email !== null) index.add(people.push(mention) - 1, mention)
  }
  return people
}
