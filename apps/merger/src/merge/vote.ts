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
  const onClock = placed.map(({ part, pieces }, source) =>
    Map.groupBy(onMeetingClock(part.heard.lines, source, pieces), ({ text }) => text.trim()),
  )
  let changed = false
  const lines = kept.lines.map((line, index): MeetingLine => {
    const replacement = betterLine(counterparts[index] ?? [], onClock)
    if (replacement === undefined) return line
    changed = true
    return replacement
  })
  return changed ? keptOf(lines) : kept
}

const betterLine = (
  others: readonly Counterpart[],
  onClock: readonly ReadonlyMap<string, readonly MeetingLine[]>[],
): MeetingLine | undefined => {
  const differing = others.filter(({ likeness }) => likeness <= ownDiffers)
  if (differing.length < 2 || differing.length < others.length) return undefined
  const [first, second] = differing
  if (first === undefined || second === undefined || likeness(first.text, second.text) < othersAgree) return undefined
  const whole = onClock[first.source]?.get(first.text) ?? []
  return whole.length === 1 ? whole[0] : undefined
}

/** Share of words that two short texts have in common, each as often as it is said. */
const likeness = (a: string, b: string): number => {
  const words = (text: string): Words => wordsOf(linesOf([{ startMs: 0, endMs: 0, speaker: null, text }]))
  const [first, second] = [words(a).hash, words(b).hash]
  const count = first.length + second.length
  const left = new Map<number, number>()
  for (const hash of second) left.set(hash, (left.get(hash) ?? 0) + 1)
  let equal = 0
  for (const hash of first) {
    const times = left.get(hash) ?? 0
    if (times === 0) continue
    equal++
    left.set(hash, times - 1)
  }
  return count === 0 ? 0 : (2 * equal) / count
}
