import { evidence, spoken, type Evidence } from './evidence.ts'
import type { Profile } from './profile.ts'

const minute = 60_000
const hour = 60 * minute

/** How far apart two clocks are put by what was said, and how that speaks. Start times stated in another zone differ by whole quarters of an hour. */
const clockTable: readonly (readonly [within: number, logOdds: number])[] = [
  [minute, 3],
  [5 * minute, 2.5],
  [15 * minute, 1.5],
  [hour, -1],
]
const zoneStep = 15 * minute
const zoneSlack = 3 * minute
const otherZone = -1.5
const otherTime = -3

/** Larger differences of the clocks want a better alignment: a talk given twice has the same words at another time. */
export const clocksAgree = (clockDifferenceMs: number | null): boolean =>
  clockDifferenceMs === null || Math.abs(clockDifferenceMs) <= 15 * minute

/** From the alignment: when does the same word sound by the one clock, when by the other? */
export const alignedTime = (clockDifferenceMs: number): Evidence => {
  const difference = Math.abs(clockDifferenceMs)
  const row = clockTable.find(([within]) => difference <= within)
  const apart = `the same words at times ${spoken(difference)} apart`
  if (row !== undefined) return evidence('time', row[1], 1 - difference / (2 * hour), apart)
  const beside = difference % zoneStep
  const zone = difference <= 14 * hour && Math.min(beside, zoneStep - beside) <= zoneSlack
  return evidence('time', zone ? otherZone : otherTime, zone ? 0.2 : 0, zone ? `${apart}, as clocks of two time zones are` : apart)
}

/** Without an alignment: do the stated times overlap? */
export const statedTime = (a: Profile, b: Profile): Evidence => {
  if (!clocksKnown(a, b)) return evidence('time', 0, 0, 'the start of one is not known')
  const overlap = overlapMs(a, b)
  const shorter = Math.max(minute, Math.min(a.endsAt - a.startsAt, b.endsAt - b.startsAt))
  if (overlap >= 0) return evidence('time', Math.min(1, overlap / shorter), overlap / shorter, `${spoken(overlap)} at the same time`)
  return evidence('time', overlap > -15 * minute ? -2 : -4, 0, `${spoken(overlap)} between the end of one and the start of the other`)
}

/** Milliseconds that both were recording; negative: the gap between them. */
export const overlapMs = (a: Pick<Profile, 'startsAt' | 'endsAt'>, b: Pick<Profile, 'startsAt' | 'endsAt'>): number =>
  Math.min(a.endsAt, b.endsAt) - Math.max(a.startsAt, b.startsAt)

export const clocksKnown = (a: Pick<Profile, 'clockKnown'>, b: Pick<Profile, 'clockKnown'>): boolean => a.clockKnown && b.clockKnown
