import { realName } from '../score/names.ts'
import type { KnownPerson } from '../score/people.ts'
import { nameFinder } from '../score/people-index.ts'
import type { Placed } from './fill.ts'
import { correctedName, type SpeakerNames } from './speaker-names.ts'

/** Everybody who is named anywhere, and how labels find them. */
export interface Roster {
  /** What a person said the label stands for. */
  corrected(source: number, label: string): string | undefined
  /** The fullest form of a label's name that the roster knows, when only one person fits; undefined for what is no name. */
  fullName(source: number, label: string | null): string | undefined
  /** Whether more than this label alone knows such a person: a list of participants, or another source. */
  isKnown(label: string): boolean
}

export const rosterOf = (placed: readonly Placed[], people: readonly KnownPerson[], names: SpeakerNames): Roster => {
  const invited = nameFinder(placed.flatMap(({ part }) => part.transcript.participants.flatMap(({ name }) => realName(name) ?? [])))
  const labels = placed.map(({ part }) =>
    nameFinder([...new Set(part.transcript.segments.map(({ speaker }) => speaker))].flatMap((label) => realName(label) ?? [])),
  )
  const lookUp = lookUpIn(people)
  const corrected = (source: number, label: string): string | undefined =>
    correctedName(names, placed[source]?.part.transcript.transcriptId ?? '', label)
  const remembered = placed.map(() => new Map<string, string | undefined>())
  const fullName = (source: number, label: string | null): string | undefined => {
    const key = label ?? ''
    const own = remembered[source] ?? new Map<string, string | undefined>()
    if (own.has(key)) return own.get(key)
    const found = lookUp(key)
    const name = corrected(source, key) ?? (found === undefined ? undefined : (corrected(source, found) ?? found))
    own.set(key, name)
    return name
  }
  const known = new Map<string, boolean>()
  const isKnown = (label: string): boolean => {
    const found = known.get(label)
    if (found !== undefined) return found
    const name = realName(label)
    const elsewhere = labels.filter((own) => name !== null && own(name).length > 0).length
    const answer = label.includes('@') || (name !== null && (elsewhere > 1 || invited(name).length > 0))
    known.set(label, answer)
    return answer
  }
  return { corrected, fullName, isKnown }
}

const lookUpIn = (people: readonly KnownPerson[]): ((label: string) => string | undefined) => {
  const byAddress = new Map(people.toReversed().map((person) => [person.email, person.name]))
  const names = people.flatMap(({ name }) => name ?? [])
  const find = nameFinder(names)
  const initialled = byInitials(people)
  return (label) => {
    if (label.includes('@')) return byAddress.get(label.trim().toLowerCase()) ?? label.trim()
    const name = realName(label)
    if (name === null) return undefined
    const fitting = find(name).flatMap((place) => names[place] ?? [])
    const exact = fitting.find((fit) => fit === name)
    return exact ?? (fitting.length === 1 ? fitting[0] : (initialled(name) ?? name))
  }
}

/** `NH` for the only Nadia Haddad. */
const byInitials = (people: readonly KnownPerson[]): ((name: string) => string | undefined) => {
  const byLetters = Map.groupBy(
    people.filter((person) => person.name !== null),
    (person) => person.nameWords.map(([first = '']) => first).join(''),
  )
  return (name) => {
    if (!/^\p{Lu}{2,4}$/u.test(name)) return undefined
    const [own, ...others] = byLetters.get(name.toLowerCase())?.filter((person) => person.name !== name) ?? []
    return others.length > 0 ? undefined : (own?.name ?? undefined)
  }
}
