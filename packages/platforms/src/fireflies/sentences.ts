import type { TranscriptSegment } from '../platform.ts'
import type { FirefliesTranscript, Sentence } from './fireflies-transcript.ts'

/** The sentences that have words, in order of time. One without a time begins where the one before it ended. */
export const segmentsOf = ({ sentences, speakers }: FirefliesTranscript): readonly TranscriptSegment[] => {
  const names = new Map((speakers ?? []).map(({ id, name }) => [id, name]))
  const segments: TranscriptSegment[] = []
  for (const sentence of sentences ?? []) {
    const text = sentence.text ?? sentence.raw_text
    if (text === null) continue
    const startMs = milliseconds(sentence.start_time) ?? segments.at(-1)?.endMs ?? 0
    const endMs = Math.max(startMs, milliseconds(sentence.end_time) ?? startMs)
    const rawText = sentence.raw_text === text ? null : sentence.raw_text
    segments.push({ startMs, endMs, speaker: speakerOf(sentence, names), text, rawText })
  }
  return segments.toSorted((a, b) => a.startMs - b.startMs)
}

/** In many transcripts no sentence names its speaker; Fireflies itself counts unnamed ones from `Speaker 1`, their ids from 0. */
const speakerOf = ({ speaker_name, speaker_id }: Sentence, names: ReadonlyMap<string | null, string | null>): string | null => {
  if (speaker_name !== null || speaker_id === null) return speaker_name
  return names.get(speaker_id) ?? (/^\d{1,6}$/.test(speaker_id) ? `Speaker ${Number(speaker_id) + 1}` : `Speaker ${speaker_id}`)
}

const longest = 31_536_000_000 // a year, in milliseconds

const milliseconds = (seconds: number | null | undefined): number | undefined =>
  typeof seconds === 'number' ? Math.max(0, Math.min(Math.round(seconds * 1000), longest)) : undefined
