import type { MeetingSource, MergedSegment, MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import { joinPeople } from '../score/people.ts'
import { typicalOffset } from '../score/pieces.ts'
import type { Prepared } from '../score/profile.ts'
import { sameMeeting, score, type Score } from '../score/score.ts'
import { tellingWords, titleLikeness } from '../score/titles.ts'
import { alternativesOf, compareSources, type Comparison, type Counterpart } from './compare.ts'
import { fillFrom, type Placed } from './fill.ts'
import type { Kept } from './meeting-line.ts'
import { ranked } from './sources.ts'
import { nameSpeakers } from './speakers.ts'
import { outvote } from './vote.ts'

/** What the sources make together: a MergedTranscript without its place in the meeting's history. */
export type Merged = Pick<MergedTranscript, 'title' | 'startedAt' | 'durationMs' | 'participants' | 'sources' | 'segments'>

/**
 * One transcript from several of one meeting. Segments are taken whole, most from the best source, holes filled from the others; each
 * says where it is from and what the others heard. The same parts in any order make the same. Pure; about linear in the words.
 */
export const merge = (parts: readonly Prepared[]): Merged => {
  const sources = ranked(parts)
  const { placed, kept: filled } = fillFrom(sources)
  const first = compareSources(filled, placed)
  const kept = outvote(filled, placed, first)
  const comparison = kept === filled ? first : compareSources(kept, placed)
  const people = joinPeople(
    parts.flatMap(({ transcript }) => [
      ...transcript.participants,
      ...transcript.segments.map(({ speaker }) => ({ name: speaker, email: null })),
    ]),
  )
  const speakers = nameSpeakers(kept, placed, comparison.pairings, people)
  // The best source's clock counts from its own start; another may have begun before it.
  const shiftMs = Math.max(0, -(kept.lines[0]?.startMs ?? 0))
  const segments = segmentsOf(kept, placed, comparison, speakers, shiftMs)
  return {
    title: bestTitle(sources),
    startedAt: startOf(placed, shiftMs),
    durationMs: segments.reduce((latest, { endMs }) => Math.max(latest, endMs), 0),
    participants: people.map(({ name, email }) => ({ name, email })),
    sources: placed.map((each, rank) => sourceOf(each, sources, rank, shiftMs)),
    segments,
  }
}

const segmentsOf = (
  kept: Kept,
  placed: readonly Placed[],
  { counterparts }: Comparison,
  speakers: readonly (string | null)[],
  shiftMs: number,
): readonly MergedSegment[] =>
  kept.lines.map((line, index) => ({
    startMs: Math.round(line.startMs + shiftMs),
    endMs: Math.round(line.endMs + shiftMs),
    speaker: speakers[index] ?? null,
    text: line.text,
    transcriptId: placed[line.source]?.part.transcript.transcriptId ?? '',
    segmentIndex: line.index,
    agreement: agreementOf(counterparts[index] ?? []),
    alternatives: alternativesOf(counterparts[index] ?? [], placed),
  }))

/** Words of both that must be equal for two sources to have heard the same. */
const heardTheSame = 0.6

const agreementOf = (counterparts: readonly Counterpart[]): 'agreed' | 'disputed' | 'only' => {
  if (counterparts.length === 0) return 'only'
  return counterparts.some(({ likeness }) => likeness >= heardTheSame) ? 'agreed' : 'disputed'
}

/** The sources' starts mean one moment, as far as their clocks are right: the best source's is taken, else the next best's. */
const startOf = (placed: readonly Placed[], shiftMs: number): number | null => {
  const known = placed.find(({ part }) => part.transcript.startedAt !== null)
  return known === undefined ? null : Math.round((known.part.transcript.startedAt ?? 0) - typicalOffset(known.pieces) - shiftMs)
}

/** Why a source is here: against the best ranked of the others that it matches. */
const sourceOf = ({ part, pieces }: Placed, sources: readonly Prepared[], rank: number, shiftMs: number): MeetingSource => {
  let best: Score | undefined
  for (const other of rank === 0 ? [] : sources) {
    if (other === part) continue
    const found = score(other, part)
    if (best === undefined || found.score > best.score) best = found
    if (best.score > sameMeeting) break
  }
  const { transcript } = part
  return {
    transcriptId: transcript.transcriptId,
    revisionId: transcript.revisionId,
    webhookEventId: transcript.webhookEventId,
    platform: transcript.platform,
    externalId: transcript.externalId,
    offsetMs: Math.round(typicalOffset(pieces) + shiftMs),
    score: best?.score ?? null,
    reasons: best?.reasons ?? [],
  }
}

/** The title that says something and that the others come nearest to; the best source's where they are equal in that. */
const bestTitle = (sources: readonly Prepared[]): string | null => {
  const titles = sources.flatMap(({ transcript: { title } }) => (title === null || title.trim() === '' ? [] : [title]))
  const telling = titles.filter((title) => tellingWords(title).size > 0)
  const worth = (title: string): number => telling.reduce((sum, other) => sum + (titleLikeness(title, other) ?? 0), 0)
  const [best] = telling.toSorted((x, y) => worth(y) - worth(x))
  return best ?? titles[0] ?? null
}
