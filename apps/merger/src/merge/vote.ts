import { linesOf } from '../score/lines.ts'
import { wordsOf, type Words } from '../score/words.ts'
import type { Comparison, Counterpart } from './compare.ts'
import type { Placed } from './fill.ts'
import { keptOf, onMeetingClock, type Kept, type MeetingLine } from './meeting-line.ts'

/** Two others agree with each other so well, and the kept line with neither of them better than this: then it was misheard. */
const othersAgree = 0.75
const ownDiffers = 0.45

/**
 * Where two other sources heard the same and the kept line says something else, the better of the two takes its place; only when its
 * words there are whole segments, so that nothing is cut and nothing is said twice.
 */
export const outvote = (kept: Kept, placed: readonly Placed[], { counterparts }: Comparison): Kept => {
  if (placed.length < 3) return kept
  const onClock = placed.map(({ part, pieces }, source) => onMeetingClock(part.heard.lines, source, pieces))
  let changed = false
  const lines = kept.lines.map((line, index): MeetingLine => {
    const replacement = betterLine(counterparts[index] ?? [], onClock)
    if (replacement === undefined) return line
    changed = true
    return replacement
  })
  return changed ? keptOf(lines) : kept
}

const betterLine = (others: readonly Counterpart[], onClock: readonly (readonly MeetingLine[])[]): MeetingLine | undefined => {
  const differing = others.filter(({ likeness }) => likeness <= ownDiffers)
  if (differing.length < 2 || differing.length < others.length) return undefined
  const [first, second] = differing
  if (first === undefined || second === undefined || likeness(first.text, second.text) < othersAgree) return undefined
  const whole = onClock[first.source]?.filter(({ text }) => text.trim() === first.text) ?? []
  return whole.length === 1 ? whole[0] : undefined
}

/** Share of words that two short texts have in common, each as often as it is said. */
const likeness = (a: string, b: string): number => {
  const words = (text: string): Words => wordsOf(linesOf([{ startMs: 0, endMs: 0, speaker: null, text }]))
  const left = [...words(b).hash]
  const first = words(a).hash
  const count = first.length + left.length
  let equal = 0
  for (const hash of first) {
    const place = left.indexOf(hash)
    if (place !== -1) {
      equal++
      left.splice(place, 1)
    }
  }
  return count === 0 ? 0 : (2 * equal) / count
}
