import { counted } from '../counted.ts'
import type { TranscriptNote, TranscriptSegment } from '../platform.ts'
import { checkedTimes } from '../times.ts'
import type { FirefliesTranscript, Sentence } from './fireflies-transcript.ts'

/** What the sentences say, in order of time, and what a reader should know of how they were read. */
export interface Sentences {
  readonly segments: readonly TranscriptSegment[]
  readonly notes: readonly TranscriptNote[]
}

/** The sentences that have words. One without a time begins where the one before it ended. */
export const readSentences = ({ sentences, speakers, duration }: FirefliesTranscript): Sentences => {
  const names = new Map((speakers ?? []).map(({ id, name }) => [id, name]))
  const segments: TranscriptSegment[] = []
  const [unreadable, untimed]: [number[], number[]] = [[], []]
  for (const [index, sentence] of (sentences ?? []).entries()) {
    if (sentence === null) unreadable.push(index + 1)
    const text = sentence?.text ?? sentence?.raw_text ?? null
    if (sentence === null || text === null) continue
    if (Number.isNaN(sentence.start_time)) untimed.push(index + 1)
    const startMs = milliseconds(sentence.start_time) ?? segments.at(-1)?.endMs ?? 0
    const endMs = Math.max(startMs, milliseconds(sentence.end_time) ?? startMs)
    const rawText = sentence.raw_text === text ? null : sentence.raw_text
    segments.push({ startMs, endMs, speaker: speakerOf(sentence, names), text, rawText })
  }
  const timed = checkedTimes(segments, duration === null ? null : duration * 60_000)
  const [of, lost, unclear] = [sentences?.length ?? 0, unreadable.length, untimed.length]
  return {
    segments: timed.segments.toSorted((a, b) => a.startMs - b.startMs),
    notes: [
      ...note('unreadable-text', unreadable, `${lost} of ${of} sentences could not be read`),
      ...note('doubtful-times', untimed, `${unclear} of ${of} sentences had no readable time and follow the ones before them`),
      ...timed.notes,
    ],
  }
}

const note = (code: TranscriptNote['code'], sentences: readonly number[], text: string): readonly TranscriptNote[] =>
  sentences.length === 0 ? [] : [{ code, text: `${text}: ${counted('number', sentences)}` }]

/** The segments alone. */
export const segmentsOf = (transcript: FirefliesTranscript): readonly TranscriptSegment[] => readSentences(transcript).segments

/** In many transcripts no sentence names its speaker; Fireflies itself counts unnamed ones from `Speaker 1`, their ids from 0. */
const speakerOf = ({ speaker_name, speaker_id }: Sentence, names: ReadonlyMap<string | null, string | null>): string | null => {
  if (speaker_name !== null || speaker_id === null) return speaker_name
  return names.get(speaker_id) ?? (/^\d{1,6}$/.test(speaker_id) ? `Speaker ${Number(speaker_id) + 1}` : `Speaker ${speaker_id}`)
}

/** Longer than any meeting in any unit that times were ever seen in. */
const longest = 1e14

const milliseconds = (seconds: number | null): number | undefined =>
  seconds !== null && !Number.isNaN(seconds) ? Math.max(0, Math.min(Math.round(seconds * 1000), longest)) : undefined
