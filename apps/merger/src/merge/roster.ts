import { namesAgree, realName } from '../score/names.ts'
import type { KnownPerson } from '../score/people.ts'
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
  const invited = placed.flatMap(({ part }) => part.transcript.participants.flatMap(({ name }) => realName(name) ?? []))
  const labels = placed.map(({ part }) =>
    [...new Set(part.transcript.segments.map(({ speaker }) => speaker))].flatMap((label) => realName(label) ?? []),
  )
  const corrected = (source: number, label: string): string | undefined =>
    correctedName(names, placed[source]?.part.transcript.transcriptId ?? '', label)
  const remembered = placed.map(() => new Map<string, string | undefined>())
  const fullName = (source: number, label: string | null): string | undefined => {
    const key = label ?? ''
    const own = remembered[source] ?? new Map<string, string | undefined>()
    if (own.has(key)) return own.get(key)
    const found = lookUp(key, people)
    const name = corrected(source, key) ?? (found === undefined ? undefined : (corrected(source, found) ?? found))
    own.set(key, name)
    return name
  }
  const known = new Map<string, boolean>()
  const isKnown = (label: string): boolean => {
    const found = known.get(label)
    if (found !== undefined) return found
    const name = realName(label)
    const elsewhere = labels.filter((own) => name !== null && own.some((other) => namesAgree(other, name))).length
    const answer = label.includes('@') || (name !== null && (elsewhere > 1 || invited.some((other) => namesAgree(other, name))))
    known.set(label, answer)
    return answer
  }
  return { corrected, fullName, isKnown }
}

const lookUp = (label: string, people: readonly KnownPerson[]): string | undefined => {
  if (label.includes('@')) return people.find(({ email }) => email === label.trim().toLowerCase())?.name ?? label.trim()
  const name = realName(label)
  if (name === null) return undefined
  const fitting = people.flatMap((person) => (person.name !== null && namesAgree(person.name, name) ? [person.name] : []))
  const exact = fitting.find((fit) => fit === name)
  return exact ?? (fitting.length === 1 ? fitting[0] : (initialled(name, people) ?? name))
}

/** `NH` for the only Nadia Haddad. */
const initialled = (name: string, people: readonly KnownPerson[]): string | undefined => {
  if (!/^\p{Lu}{2,4}$/u.test(name)) return undefined
  const letters = name.toLowerCase()
  const fitting = people.filter(
    (person) => person.name !== null && person.name !== name && person.nameWords.map(([first = '']) => first).join('') === letters,
  )
  return fitting.length === 1 ? (fitting[0]?.name ?? undefined) : undefined
}
