import type { Alignment, Heard } from './align.ts'
import { evidence, type Evidence } from './evidence.ts'
import { sameRoom } from './links.ts'
import { namesAgree, realName } from './names.ts'
import { samePerson, type KnownPerson } from './people.ts'
import { indexOf } from './people-index.ts'
import type { Profile } from './profile.ts'
import { titleLikeness } from './titles.ts'

/** Who is named. The same people meet often, so that this alone never suffices. */
export const peopleEvidence = (a: readonly KnownPerson[], b: readonly KnownPerson[]): Evidence => {
  const fewer = Math.min(a.length, b.length)
  if (fewer === 0) return evidence('participants', 0, 0, 'nobody is named in one of them')
  const index = indexOf(b)
  const taken = new Set<number>()
  let shared = 0
  const names: string[] = []
  for (const person of a) {
    let [most, best] = [0, -1]
    for (const place of index.find(person)) {
      const likeness = taken.has(place) ? 0 : samePerson(person, b[place] as KnownPerson)
      if (likeness > most) [most, best] = [likeness, place]
    }
    if (best === -1) continue
    shared += most
    names.push(person.name ?? person.email ?? '')
    taken.add(best)
  }
  if (shared === 0) return evidence('participants', fewer > 1 ? -2 : -0.5, 0, 'they name different people')
  const named = names.slice(0, 3).join(', ')
  return evidence('participants', Math.min(3, 1.2 * shared), shared / fewer, `both name ${named}${names.length > 3 ? ' and others' : ''}`)
}

const fewestWords = 5
/** Words under two real names that are not one person's: many of them mean other people saying the same. */
const manyWords = 50

/** Whether the same words come from the same mouth. Only where both clocks agree: nobody says a thing in two meetings at once. */
export const voiceEvidence = (a: Heard, b: Heard, { pairing }: Alignment, clocksClose: boolean): Evidence => {
  const together = new Map<string | null, Map<string | null, number>>()
  for (let from = 0, to = 0; from < a.words.count; from = to) {
    // Words in a row of one line mostly stand against those of one other: counted together. A place of -1 is of no line.
    const [line, otherLine] = [a.words.line[from] as number, b.words.line[pairing[from] as number]]
    while (to < a.words.count && a.words.line[to] === line && b.words.line[pairing[to] as number] === otherLine) to++
    if (otherLine === undefined) continue
    const own = a.lines[line]?.speaker ?? null
    const others = together.get(own) ?? new Map<string | null, number>()
    const label = b.lines[otherLine]?.speaker ?? null
    others.set(label, (others.get(label) ?? 0) + to - from)
    together.set(own, others)
  }
  let same = 0
  let different = 0
  for (const [own, others] of together)
    for (const [label, words] of others) {
      const [x, y] = [realName(own), realName(label)]
      if (x === null || y === null) continue
      if (namesAgree(x, y)) same += words
      else different += words
    }
  const share = same / Math.max(1, same + different)
  if (different >= manyWords && share < 0.3) return evidence('voices', -1.5, share, 'the same words come from people of other names')
  if (same < fewestWords || share < 0.5) return evidence('voices', 0, share, 'voices tell nothing')
  return evidence('voices', clocksClose ? 2.5 : 0.5, share, `${same} words from a speaker of the same name in both`)
}

export const titleEvidence = (a: Profile, b: Profile): Evidence => {
  const likeness = titleLikeness(a.title, b.title)
  if (likeness === null) return evidence('title', 0, 0, 'a title says nothing')
  return evidence(
    'title',
    likeness,
    likeness,
    likeness === 0 ? 'the titles share nothing' : likeness === 1 ? 'the same title' : 'alike titles',
  )
}

/** A room is used by one meeting at a time: the same room tells only when both were there at one time. */
export const linkEvidence = (a: Profile, b: Profile, together: boolean): Evidence => {
  const same = sameRoom(a.rooms, b.rooms)
  if (same === null) return evidence('join-link', 0, 0, 'a join link is not known')
  if (same === 0) return evidence('join-link', -1.5, 0, 'different meeting numbers')
  return together
    ? evidence('join-link', 3, 1, 'the same join link at the same time')
    : evidence('join-link', 0, 0.5, 'the same join link, not at the same time')
}

/** Something besides the words connects the two: a person, a title, a room. */
export const connected = (a: Profile, b: Profile): boolean =>
  sameRoom(a.rooms, b.rooms) === 1 ||
  (titleLikeness(a.title, b.title) ?? 0) >= 0.5 ||
  a.people.some((person) =>
    indexOf(b.people)
      .find(person)
      .some((place) => samePerson(person, b.people[place] as KnownPerson) >= 0.6),
  )
