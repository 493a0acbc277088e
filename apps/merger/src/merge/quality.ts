import type { Gap, MeetingQuality, MeetingSource } from '@hansard/shared/contracts/contracts.generated'
import { speechEnd } from '../score/lines.ts'
import type { Prepared } from '../score/profile.ts'
import { nearest } from './disputes.ts'
import type { Placed } from './fill.ts'
import type { Kept } from './meeting-line.ts'

/** Nobody speaks for so long: a break, or something that no source heard. */
const gapMs = 30_000
/** A source was listening where it agrees within so many words. */
const reach = 12

const rounded = (share: number): number => Math.round(share * 1_000) / 1_000

/** How much the sources are worth together; null of none. */
export const qualityOf = (
  kept: Kept,
  placed: readonly Placed[],
  pairings: readonly Int32Array[],
  corrected: number,
  shiftMs: number,
): MeetingQuality | null => {
  const [best] = placed
  if (best === undefined) return null
  const gaps = gapsOf(kept, shiftMs)
  const from = kept.lines[0]?.startMs ?? 0
  const to = kept.lines.reduce((latest, line) => Math.max(latest, speechEnd(line)), from)
  const listeners = listenersOf(kept, pairings)
  const heard = listeners.filter((count) => count > 1).length
  let agreed = 0
  for (let place = 0; place < listeners.length; place++) {
    let equal = 0
    for (const pairing of pairings) if (pairing[place] !== -1) equal++
    if (equal > 1) agreed++
  }
  const silent = gaps.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)
  return {
    coverage: to <= from ? 0 : rounded(1 - silent / (to - from)),
    agreement: heard === 0 ? 0 : rounded(Math.min(1, agreed / heard)),
    alone: listeners.length === 0 ? 0 : rounded(1 - heard / listeners.length),
    corrected,
    gaps,
    bestAlone: best.part.transcript.transcriptId,
  }
}

/** For each kept word the number of sources that were listening. */
const listenersOf = (kept: Kept, pairings: readonly Int32Array[]): Uint8Array => {
  const counts = new Uint8Array(kept.heard.words.count)
  for (const pairing of pairings) {
    const [before, behind] = [nearest(pairing, false), nearest(pairing, true)]
    for (let place = 0; place < counts.length; place++)
      if (place - (before[place] as number) <= reach && (behind[place] as number) - place <= reach)
        counts[place] = (counts[place] as number) + 1
  }
  return counts
}

const gapsOf = ({ lines }: Kept, shiftMs: number): readonly Gap[] => {
  const gaps: Gap[] = []
  let latest = lines[0]?.startMs ?? 0
  for (const line of lines) {
    if (line.startMs - latest > gapMs) gaps.push({ startMs: Math.round(latest + shiftMs), endMs: Math.round(line.startMs + shiftMs) })
    latest = Math.max(latest, speechEnd(line))
  }
  return gaps
}

/** What a source has of the meeting's words, and how much of what it heard is among them. */
export const shareOf = (
  kept: Kept,
  pairing: Int32Array | undefined,
  { heard }: Prepared,
): Pick<MeetingSource, 'coverage' | 'agreement'> => {
  const equal = pairing?.reduce((sum, word) => sum + (word === -1 ? 0 : 1), 0) ?? 0
  const { count } = kept.heard.words
  return {
    coverage: rounded(count === 0 ? 0 : Math.min(1, heard.words.count / count)),
    agreement: rounded(heard.words.count === 0 ? 0 : Math.min(1, equal / heard.words.count)),
  }
}
