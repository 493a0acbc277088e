import type { Meeting, Person } from './meeting.ts'
import type { Random } from './random.ts'

/** An utterance, or a part of one, as a platform's recorder got it; milliseconds after the meeting's start. */
export interface Heard {
  readonly person: Person
  readonly startMs: number
  readonly endMs: number
  readonly text: string
}

type Stretch = { readonly fromMs: number; readonly toMs: number }

/** What falls into one of the stretches as a whole: nobody writes down half a sentence. */
export const heardIn = (meeting: Meeting, stretches: readonly Stretch[]): Heard[] =>
  meeting.utterances.flatMap(({ person: index, startMs, endMs, text }) => {
    const person = meeting.people[index]
    const inside = stretches.some(({ fromMs, toMs }) => startMs >= fromMs && endMs <= toMs)
    return person !== undefined && inside ? [{ person, startMs, endMs, text }] : []
  })

const SENTENCE_END = /(?<=[.!?]) (?=\p{Lu})/u

/** Cuts into sentences, dividing the time by the number of letters. */
export const bySentence = (heard: Heard): Heard[] => {
  const msPerLetter = (heard.endMs - heard.startMs) / heard.text.length
  let letters = 0
  return heard.text.split(SENTENCE_END).map((text) => {
    const startMs = Math.round(heard.startMs + letters * msPerLetter)
    letters += text.length + 1
    const endMs = Math.min(heard.endMs, Math.round(heard.startMs + (letters - 1) * msPerLetter))
    return { ...heard, startMs, endMs, text }
  })
}

/** Every recogniser places words a little differently: moves a start later by up to `byMs`, never past its end. */
export const jittered = (heard: Heard, byMs: number, random: Random): Heard => ({
  ...heard,
  startMs: Math.min(heard.startMs + random.int(0, byMs), heard.endMs - 1),
})

/** Joins neighbours that fulfil the condition. */
export const joined = (parts: readonly Heard[], together: (first: Heard, second: Heard) => boolean): Heard[] => {
  const result: Heard[] = []
  for (const part of parts) {
    const last = result.at(-1)
    if (last !== undefined && together(last, part))
      result[result.length - 1] = { ...last, endMs: part.endMs, text: `${last.text} ${part.text}` }
    else result.push(part)
  }
  return result
}
