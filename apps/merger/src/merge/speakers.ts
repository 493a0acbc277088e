import { namesAgree, plainName, realName } from '../score/names.ts'
import { at } from '../score/numbers.ts'
import type { KnownPerson } from '../score/people.ts'
import type { Placed } from './fill.ts'
import type { Kept, MeetingLine } from './meeting-line.ts'

/** A label is given a name when so many of its words, and such a share of those that a named speaker says elsewhere, are that speaker's. */
const fewestWords = 3
const sureShare = 0.6
/** One line of a label that stands for several people wants more. */
const sureLineShare = 0.8

type Votes = Map<string, number>

const vote = (votes: Map<string, Votes>, key: string, name: string): void => {
  const own = votes.get(key) ?? new Map<string, number>()
  own.set(name, (own.get(name) ?? 0) + 1)
  votes.set(key, own)
}

const winner = (votes: Votes | undefined, share: number): string | undefined => {
  const all = [...(votes ?? [])].toSorted(([p, x], [q, y]) => y - x || (p < q ? -1 : 1))
  const total = all.reduce((sum, [, words]) => sum + words, 0)
  const [name, words] = all[0] ?? ['', 0]
  return words >= fewestWords && words >= share * total ? name : undefined
}

/** Who speaks each kept line: by the label, by who says the same words in other sources, with everybody who is named anywhere as the roster. */
export const nameSpeakers = (
  kept: Kept,
  placed: readonly Placed[],
  pairings: readonly Int32Array[],
  people: readonly KnownPerson[],
): readonly (string | null)[] => {
  const fullNames = new Map<string, string | undefined>()
  /** The fullest form of a name that the roster knows, when only one person fits. */
  const fullName = (label: string | null): string | undefined => {
    const key = label ?? ''
    if (!fullNames.has(key)) fullNames.set(key, lookUp(key, people))
    return fullNames.get(key)
  }
  const labelKey = (source: number, label: string): string => JSON.stringify([source, label])
  const byLabel = new Map<string, Votes>()
  const byLine = new Map<string, Votes>()
  const { words } = kept.heard
  for (let place = 0; place < words.count; place++) {
    const line = at(words.line, place)
    const voices = voicesOf(kept, placed, pairings, place)
    for (const { source, label } of voices) {
      const name = fullName(label)
      if (name === undefined) continue
      for (const other of voices) {
        if (other.source === source) continue
        if (other.label !== null) vote(byLabel, labelKey(other.source, other.label), name)
        if (other.source === kept.lines[line]?.source) vote(byLine, String(line), name)
      }
    }
  }
  return kept.lines.map(({ source, speaker }, line) => {
    const known = fullName(speaker)
    if (known !== undefined) return known
    const named = speaker === null ? undefined : winner(byLabel.get(labelKey(source, speaker)), sureShare)
    // A placeholder of the best source still tells voices apart; of two sources it would name two voices alike.
    return (
      named ?? winner(byLine.get(String(line)), sureLineShare) ?? (source === 0 && speaker !== null ? plainName(speaker) || null : null)
    )
  })
}

interface Voice {
  readonly source: number
  readonly label: string | null
}

/** Whose mouth each source takes a kept word from. */
const voicesOf = (kept: Kept, placed: readonly Placed[], pairings: readonly Int32Array[], place: number): readonly Voice[] => {
  const own = kept.lines[at(kept.heard.words.line, place)] as MeetingLine
  const voices: Voice[] = [{ source: own.source, label: own.speaker }]
  for (const [source, { part }] of placed.entries()) {
    const word = at(pairings[source] as Int32Array, place)
    if (source !== own.source && word !== -1)
      voices.push({ source, label: part.heard.lines[at(part.heard.words.line, word)]?.speaker ?? null })
  }
  return voices
}

const lookUp = (label: string, people: readonly KnownPerson[]): string | undefined => {
  if (label.includes('@')) return people.find(({ email }) => email === label.trim().toLowerCase())?.name ?? label.trim()
  const name = realName(label)
  if (name === null) return undefined
  const fitting = people.flatMap((person) => (person.name !== null && namesAgree(person.name, name) ? [person.name] : []))
  const exact = fitting.find((fit) => fit === name)
  return exact ?? (fitting.length === 1 ? fitting[0] : name)
}
