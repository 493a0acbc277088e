import { PermanentError } from '@hansard/shared/errors'
import type { Fetched, TranscriptSegment } from '../platform.ts'
import { cleanText } from '../json-body.ts'
import { distinctParticipants } from '../participants.ts'
import type { ZoomContent } from './content.ts'
import { zoomJoinUrl } from './join-host.ts'
import { parseVtt } from './vtt.ts'

/** One transcript file. Its times count from `start` (epoch milliseconds), the moment its recording began. */
export interface TranscriptPart {
  readonly vtt: string
  readonly start: number | null
  readonly end: number | null
}

/**
 * Joins the files of one meeting. Cue times count from the start of their own recording, not of the meeting, so each file is shifted by
 * the time between the first recording and its own; one without a start follows what came before it.
 */
export const transcriptOf = (content: ZoomContent, parts: readonly TranscriptPart[]): Fetched => {
  const starts = parts.flatMap(({ start }) => (start === null ? [] : [start]))
  const ends = parts.flatMap(({ end }) => (end === null ? [] : [end]))
  const startedAt = starts.length > 0 ? Math.min(...starts) : content.startTime
  const segments = joined(parts, startedAt)
  if (segments.length === 0) return { kind: 'none', reason: 'empty transcript', awaited: false }
  const speakers = [...new Set(segments.map(({ speaker }) => speaker))]
  return {
    kind: 'transcript',
    transcript: {
      title: content.topic,
      joinUrl: zoomJoinUrl(content.joinHost, content.meetingId),
      startedAt,
      durationMs: starts.length > 0 && ends.length > 0 ? Math.max(...ends) - Math.min(...starts) : content.durationMs,
      participants: distinctParticipants([
        { name: null, email: content.hostEmail },
        ...speakers.map((speaker) => ({ name: speaker, email: null })),
      ]),
      segments,
      sourceUpdatedAt: content.eventTs,
      notes: [],
    },
  }
}

const joined = (parts: readonly TranscriptPart[], startedAt: number | null): readonly TranscriptSegment[] => {
  const segments: TranscriptSegment[] = []
  for (const { vtt, start } of parts) {
    const parsed = parseVtt(cleanText(vtt))
    if (parsed.kind === 'rubbish') throw new PermanentError(`the transcript file is no readable WebVTT: ${parsed.reason}`)
    const offset = start === null || startedAt === null ? (segments.at(-1)?.endMs ?? 0) : start - startedAt
    for (const { startMs, endMs, speaker, text } of parsed.cues) {
      segments.push({ startMs: startMs + offset, endMs: endMs + offset, speaker, text, rawText: null })
    }
  }
  return segments.toSorted((a, b) => a.startMs - b.startMs)
}
