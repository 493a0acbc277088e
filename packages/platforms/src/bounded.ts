import { cutList, cutText, noteCut, noticing } from './cuts.ts'
import { limits } from './limits.ts'
import type { Fetched, PlatformTranscript } from './platform.ts'

/**
 * What came of fetching, whatever the platform: names, lists and labels within the limits, and what was cut (`cuts`, and here) said among a
 * transcript's notes, or else in the reason.
 */
export const bounded = (fetched: Fetched, cuts: readonly string[]): Fetched => {
  const { result, cuts: more } = noticing(() =>
    fetched.kind === 'transcript' ? { ...fetched, transcript: boundedTranscript(fetched.transcript) } : fetched,
  )
  const said = [...new Set([...cuts, ...more])]
  if (said.length === 0) return result
  if (result.kind === 'none') return { ...result, reason: [result.reason, ...said].join('; ') }
  const notes = [...result.transcript.notes, ...said.map((text) => ({ code: 'cut-fields' as const, text }))]
  return { ...result, transcript: { ...result.transcript, notes } }
}

const boundedTranscript = (transcript: PlatformTranscript): PlatformTranscript => {
  const { title, participants, segments } = transcript
  const labelOf = boundedLabels(segments)
  const isBounded = segments.every(({ speaker }) => speaker === labelOf(speaker))
  return {
    ...transcript,
    title: title === null ? null : cutText(title, 'the title', limits.title),
    participants: cutList(participants, 'participants', limits.people).map(({ name, email }) => ({
      name: name === null ? null : cutText(name, 'a name', limits.name),
      email,
    })),
    segments: isBounded ? segments : segments.map((segment) => ({ ...segment, speaker: labelOf(segment.speaker) })),
  }
}

/** Labels as they are kept: the first ones, each of a name's length; speech under another has no speaker. */
const boundedLabels = (segments: PlatformTranscript['segments']): ((label: string | null) => string | null) => {
  const kept = new Map<string | null, string | null>([[null, null]])
  const distinct = new Set(segments.map(({ speaker }) => speaker).filter((speaker) => speaker !== null))
  for (const label of distinct) {
    if (kept.size > limits.speakers) break
    kept.set(label, cutText(label, "a speaker's name", limits.name))
  }
  if (distinct.size > limits.speakers) noteCut(`${distinct.size - limits.speakers} of ${distinct.size} speakers are not named`)
  return (label) => kept.get(label) ?? null
}
