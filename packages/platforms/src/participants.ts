import type { PlatformTranscript } from './platform.ts'

type Participant = PlatformTranscript['participants'][number]

/** Each person once: by e-mail where there is one, else by name; the first name seen for an address stays. */
export const distinctParticipants = (people: readonly Participant[]): readonly Participant[] => {
  const found = new Map<string, Participant>()
  for (const person of people) {
    const key = person.email ?? person.name
    if (key === null) continue
    const known = found.get(key)
    found.set(key, { name: known?.name ?? person.name, email: person.email })
  }
  const namesWithEmail = new Set([...found.values()].filter(({ email }) => email !== null).map(({ name }) => name))
  return [...found.values()].filter(({ name, email }) => email !== null || !namesWithEmail.has(name))
}
