import { heardIn, joined } from '../meeting/heard.ts'
import type { Meeting } from '../meeting/meeting.ts'
import { mishear } from '../meeting/mishear.ts'
import { createRandom } from '../meeting/random.ts'

const MISHEARD = 0.06

/** `MM:SS`, from one hour on `H:MM:SS`. */
export const clockTime = (ms: number): string => {
  const pad = (value: number): string => String(Math.floor(value)).padStart(2, '0')
  const hours = Math.floor(ms / 3_600_000)
  return `${hours > 0 ? `${hours}:` : ''}${pad((ms / 60_000) % 60)}:${pad((ms / 1000) % 60)}`
}

/** When Otter says the conversation began, epoch milliseconds: when it joined, by its own clock. */
export const otterStart = (meeting: Meeting): number =>
  meeting.startedAt + (meeting.otter.heard[0]?.fromMs ?? 0) + meeting.otter.clockErrorMs

/** What part of the conversation Otter has transcribed so far, from 0 to 1. */
export type Progress = number

/**
 * Otter's text blob: turns headed `Name  MM:SS`, voices it does not know as `Speaker 2`, no ends of turns. Times count from `created_at`, so a
 * late start or a clock error does not show in them. Half of the meetings have the spaces around line ends that the webhook's documentation shows.
 */
export const renderText = (meeting: Meeting, progress: Progress): string => {
  const random = createRandom(`${meeting.seed} otter`)
  const joinedMs = meeting.otter.heard[0]?.fromMs ?? 0
  const padding = random.chance(0.5) ? ' ' : ''
  const heard = heardIn(meeting, meeting.otter.heard)
  const voices = [...new Set(heard.map(({ person }) => person.email))]
  const turns = joined(heard, (first, second) => first.person === second.person && second.startMs - first.endMs < 5_000)
  return turns
    .slice(0, Math.ceil(turns.length * progress))
    .map(({ person, startMs, text }) => {
      const speaker = person.labels.otter ?? `Speaker ${voices.indexOf(person.email) + 1}`
      return `${speaker}  ${clockTime(startMs - joinedMs)}${padding}\n${padding}${mishear(text, MISHEARD, random)}\n`
    })
    .join('\n')
}
