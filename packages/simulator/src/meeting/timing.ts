import type { Utterance } from './meeting.ts'

const MS_PER_WORD = 360
const MS_PER_TURN = 400

/** How long it takes to say this, milliseconds: a calm speaker, about 160 words a minute. */
export const speakingMs = (text: string): number => MS_PER_TURN + text.split(' ').length * MS_PER_WORD

/** A turn of a conversation: who, what, and the silence before it in milliseconds. */
export type Turn = readonly [person: number, text: string, pauseMs: number]

/** Lays turns out in time, one after the other, the first one after its pause. */
export const layOut = (turns: readonly Turn[]): Utterance[] => {
  let clock = 0
  return turns.map(([person, text, pauseMs]) => {
    const startMs = clock + pauseMs
    clock = startMs + speakingMs(text)
    return { person, startMs, endMs: clock, text }
  })
}
