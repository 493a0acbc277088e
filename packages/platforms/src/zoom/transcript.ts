import { PermanentError } from '@hansard/shared/errors'
import { greatestOf, leastOf } from '@hansard/shared/extremes'
import type { Fetched, TranscriptNote, TranscriptSegment } from '../platform.ts'

import { cleanText } from '../json-body.ts'
import { distinctParticipants } from '../participants.ts'
import type { Cue, KnownName } from '../subtitles/speaker-labels.ts'
import { checkedTimes } from '../times.ts'
import type { ZoomContent } from './content.ts'
import { zoomJoinUrl } from './join-host.ts'
import { parseVtt } from './vtt.ts'

/** One transcript file. Its times count from `start` (epoch milliseconds), the moment its recording began. */
export interface TranscriptPart {
  /** Undefined where the file cannot be had; `fault` says why. */
  readonly vtt: string | undefined
  readonly fault?: string | undefined
  readonly start: number | null
  readonly end: number | null
}

/**
 * Joins the files of one meeting. Cue times count from the start of their own recording, not of the meeting, so each file is shifted by
 * the time between the first recording and its own; one without a start follows what came before it. A file that cannot be read is left
 * out, and a note says which; throws a PermanentError where none can be read.
 */
export const transcriptOf = (content: ZoomContent, parts: readonly TranscriptPart[]): Fetched => {
  const ordered = parts.toSorted((a, b) => (a.start ?? Infinity) - (b.start ?? Infinity) || 0)
  const starts = ordered.flatMap(({ start }) => (start === null ? [] : [start]))
  const ends = ordered.flatMap(({ end }) => (end === null ? [] : [end]))
  const [first, last] = [leastOf(starts), greatestOf(ends)]
  const startedAt = first ?? content.startTime
  const { segments, notes } = joined(ordered, startedAt, content)
  if (segments.length === 0) return { kind: 'none', reason: 'empty transcript', awaited: false }
  const speakers = [...new Set(segments.map(({ speaker }) => speaker))]
  return {
    kind: 'transcript',
    transcript: {
      title: content.topic,
      joinUrl: zoomJoinUrl(content.joinHost, content.meetingId),
      startedAt,
      durationMs: first !== undefined && last !== undefined ? last - first : content.durationMs,
      participants: distinctParticipants([
        { name: null, email: content.hostEmail },
        ...speakers.map((speaker) => ({ name: speaker, email: null })),
      ]),
      segments,
      sourceUpdatedAt: content.eventTs,
      notes,
    },
  }
}

const joined = (
  parts: readonly TranscriptPart[],
  startedAt: number | null,
  content: ZoomContent,
): { readonly segments: readonly TranscriptSegment[]; readonly notes: readonly TranscriptNote[] } => {
  const segments: TranscriptSegment[] = []
  const notes: TranscriptNote[] = []
  const faults: string[] = []
  const known = knownNames(parts, content)
  for (const [index, part] of parts.entries()) {
    const read = cuesOf(part, known)
    const which = parts.length === 1 ? 'the transcript file' : `part ${index + 1} of ${parts.length}${recorded(part)}`
    if ('fault' in read) {
      faults.push(read.fault)
      notes.push({ code: 'missing-part', text: `${which} is ${read.fault}` })
      continue
    }
    const { start } = part
    const offset = start === null || startedAt === null ? (segments.at(-1)?.endMs ?? 0) : start - startedAt
    const durationMs = start !== null && part.end !== null ? part.end - start : parts.length === 1 ? content.durationMs : null
    const timed = checkedTimes(read.cues, durationMs)
    for (const note of [...read.notes, ...timed.notes]) notes.push(parts.length === 1 ? note : { ...note, text: `${which}: ${note.text}` })
    for (const { startMs, endMs, speaker, text } of timed.segments)
      segments.push({ startMs: startMs + offset, endMs: endMs + offset, speaker, text, rawText: null })
  }
  const [fault] = faults
  if (segments.length === 0 && fault !== undefined) throw new PermanentError(`the transcript file is ${fault}`)
  return { segments: segments.toSorted((a, b) => a.startMs - b.startMs), notes }
}

const recorded = ({ start }: TranscriptPart): string => (start === null ? '' : `, recorded from ${new Date(start).toISOString()}`)

type Cues = { readonly cues: readonly Cue[]; readonly notes: readonly TranscriptNote[] } | { readonly fault: string }

const cuesOf = ({ vtt, fault }: TranscriptPart, known: KnownName): Cues => {
  if (vtt === undefined) return { fault: `not to be had: ${fault ?? 'it was not downloaded'}` }
  if (vtt.trim() === '') return { cues: [], notes: [] }
  const parsed = parseVtt(cleanText(vtt), known)
  return parsed.kind === 'cues' ? parsed : { fault: `no readable WebVTT: ${parsed.reason}` }
}

/** The host, by the address, and whoever another part of the meeting names more than once. */
const knownNames = (parts: readonly TranscriptPart[], { hostEmail }: ZoomContent): KnownName => {
  const host = lettersOf(hostEmail?.split('@', 1)[0] ?? '')
  const uses = new Map<string, number>()
  if (parts.length > 1)
    for (const part of parts) {
      const read = cuesOf(part, () => false)
      for (const { speaker } of 'fault' in read ? [] : read.cues) if (speaker !== null) uses.set(speaker, (uses.get(speaker) ?? 0) + 1)
    }
  return (name) => (uses.get(name) ?? 0) > 1 || (host.length > 2 && lettersOf(name) === host)
}

const lettersOf = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}]/gu, '')
