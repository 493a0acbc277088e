/** When a cue begins and ends, in milliseconds; null where the clock cannot be read. */
export interface CueTimes {
  readonly startMs: number | null
  readonly endMs: number | null
}

const arrow = '-->'
const strictLine = /^[ \t]*(?:\d{1,6}:)?[0-5]\d:[0-5]\d[.,]\d{3}[ \t]*-->[ \t]*(?:\d{1,6}:)?[0-5]\d:[0-5]\d[.,]\d{3}(?:[ \t]|$)/
const clockLike = /^-?\d{1,6}(?::\d{1,6}){1,3}(?:[.,]\d{0,9})?$/

/** Longer than any line of times, cue settings apart. */
const longestLine = 120

/** A line of times exactly as the format has it. */
export const isTimesLine = (line: string): boolean => line.includes(arrow) && strictLine.test(line.slice(0, longestLine))

/**
 * A line that is meant to be times, though a clock in it cannot be right (`00:00:09:000 --> 00:00:15.000`): one word on the left of the
 * arrow, a clock on either side. `client --> gateway` is none.
 */
export const isTimesLineAlmost = (line: string): boolean => {
  if (!line.includes(arrow)) return false
  const { left, right } = sidesOf(line)
  return !/\s/.test(left) && (clockLike.test(left) || clockLike.test(right))
}

/** What the line of times says. */
export const cueTimesOf = (line: string): CueTimes => {
  const { left, right } = sidesOf(line)
  const [startMs, endMs] = [clockMs(left), clockMs(right)]
  return { startMs, endMs: startMs === null || endMs === null ? endMs : Math.max(startMs, endMs) }
}

const sidesOf = (line: string): { readonly left: string; readonly right: string } => {
  const at = line.indexOf(arrow)
  const right = line.slice(at + arrow.length, at + longestLine).trimStart()
  return { left: line.slice(Math.max(0, at - longestLine), at).trim(), right: right.split(/\s/, 1)[0] ?? '' }
}

/**
 * `(H…H:)MM:SS.mmm` in milliseconds. Also read: a comma or colon before the thousandths, fewer or more digits of a fraction, none at all,
 * and one digit for minutes. Null for what no clock shows: a sign, or sixty minutes.
 */
const clockMs = (text: string): number | null => {
  const match = /^(?:(\d{1,6}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9})|:(\d{3}))?$/.exec(text)
  if (match === null) return null
  const [, hours = '0', minutes = '', seconds = '', fraction = '', thousandths = fraction] = match
  if (Number(minutes) > 59 || Number(seconds) > 59) return null
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(`${thousandths}000`.slice(0, 3))
}
