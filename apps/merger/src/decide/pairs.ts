import { clocksKnown, overlapMs } from '../score/time-evidence.ts'
import type { Prepared, Profile } from '../score/profile.ts'
import { comparedWithinMs, sameMeeting, score, type Score } from '../score/score.ts'
import { connected } from '../score/who-evidence.ts'

/** What is remembered of two transcripts that were compared. */
export interface Pair {
  /** Transcript ids, the smaller first. */
  readonly a: string
  readonly b: string
  readonly score: number
  /** Over the threshold, and nothing forbids it: these two are of one meeting. */
  readonly joins: boolean
}

export interface Comparing {
  readonly pair: Pair
  readonly score: Score
}

/** Pairs below this are not remembered: they are of two meetings. */
export const rememberedFrom = 0.5
/** One platform hears a meeting once: two of its transcripts are of one meeting only when very much of what was said is the same. */
const samePlatformText = 6
const samePlatformWords = 160
/** Clocks are right to this, or the sketches must say that the same was heard. */
export const clockSlackMs = 15 * 60_000
/** Sketches of two meetings in one language share one or two of their numbers by chance. */
export const sharedSketch = 3

const ordered = (x: string, y: string): readonly [string, string] => (x < y ? [x, y] : [y, x])

/** Whether comparing two transcripts can find one meeting; cheap, symmetric, and a function of the two alone. */
export const worthComparing = (x: Profile, y: Profile): boolean => {
  if (x.transcriptId === y.transcriptId || x.workspaceId !== y.workspaceId) return false
  if (Math.abs(x.startsAt - y.startsAt) > comparedWithinMs) return false
  if (x.platform === y.platform && Math.min(x.words, y.words) < samePlatformWords) return false
  if (!clocksKnown(x, y) || overlapMs(x, y) > -clockSlackMs) return true
  const known = new Set(x.sketch)
  return y.sketch.filter((hash) => known.has(hash)).length >= sharedSketch
}

/** Compares two transcripts. The pair is worth remembering from `rememberedFrom` on. */
export const comparePair = (x: Prepared, y: Prepared): Comparing => {
  const found = score(x, y)
  const [a, b] = ordered(x.profile.transcriptId, y.profile.transcriptId)
  const forbidden = x.profile.platform === y.profile.platform && found.text < samePlatformText
  return { pair: { a, b, score: found.score, joins: found.score > sameMeeting && !forbidden }, score: found }
}

export const pairKey = (x: string, y: string): string => ordered(x, y).join(' ')

/** Stated times that overlap by more than this share of the shorter transcript: both heard the same stretch. */
const overlapShare = 0.25

/**
 * Whether two transcripts can be of one meeting although they were not found to be, because a third is of both. Those that heard the
 * same stretch of time should have been found alike; those that heard different stretches (a recording that was resumed, somebody who
 * came late) need a person, a title or a room in common: one recorder left running over two meetings must not join them.
 */
export const compatible = (x: Profile, y: Profile, pair: Pair | undefined): boolean => {
  if (pair?.joins === true) return true
  if (x.platform === y.platform) return false
  const shorter = Math.min(x.endsAt - x.startsAt, y.endsAt - y.startsAt)
  const together = !clocksKnown(x, y) || overlapMs(x, y) > overlapShare * shorter
  return together ? (pair?.score ?? 0) >= rememberedFrom : connected(x, y)
}
