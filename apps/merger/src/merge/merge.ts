import type { MeetingSource, MergedSegment, MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import { joinPeople, type Person } from '../score/people.ts'
import { typicalOffset } from '../score/pieces.ts'
import type { Prepared } from '../score/profile.ts'
import { sameMeeting, score, type Score } from '../score/score.ts'
import { tellingWords, titleLikeness } from '../score/titles.ts'
import { alternativesOf, compareSources, type Comparison, type Counterpart } from './compare.ts'
import { combine, type Combined, type Replacement } from './combine.ts'
import { corrected } from './corrected.ts'
import { fillFrom, type Placed } from './fill.ts'
import type { Kept } from './meeting-line.ts'
import { qualityOf, shareOf } from './quality.ts'
import { correctedName, type SpeakerNames } from './speaker-names.ts'
import { moreReliable, ranked } from './sources.ts'
import { nameSpeakers } from './speakers.ts'
import { outvote } from './vote.ts'

/** What the sources make together: a MergedTranscript without its place in the meeting's history. */
export type Merged = Pick<
  MergedTranscript,
  'title' | 'startedAt' | 'durationMs' | 'participants' | 'sources' | 'segments' | 'quality' | 'speakers'
>

const noNames: SpeakerNames = new Map()

/**
 * One transcript from several of one meeting. Most segments are the best source's, holes are filled from the others, and single words are
 * taken from whoever heard them better; each says where it is from and what the others heard. The same parts in any order make the same.
 * Pure; about linear in the words.
 *
 * @param names what people said that labels stand for
 */
export const merge = (parts: readonly Prepared[], names: SpeakerNames = noNames): Merged => {
  const { sources, placed, kept, comparison, combined } = assemble(parts)
  const replacements = Map.groupBy(combined.replacements, ({ line }) => line)
  const people = joinPeople(mentionsIn(parts, names))
  const { speakers, mappings } = nameSpeakers(kept, placed, comparison.pairings, people, names)
  // The best source's clock counts from its own start; another may have begun before it.
  const shiftMs = Math.max(0, -(kept.lines[0]?.startMs ?? 0))
  const segments = segmentsOf(kept, placed, comparison, replacements, speakers, shiftMs)
  return {
    title: bestTitle(sources),
    startedAt: startOf(placed, shiftMs),
    durationMs: segments.reduce((latest, { endMs }) => Math.max(latest, endMs), 0),
    participants: people.map(({ name, email }) => ({ name, email })),
    sources: placed.map((each, rank) => ({
      ...sourceOf(each, sources, rank, shiftMs),
      ...shareOf(kept, comparison.pairings[rank], each.part),
    })),
    segments,
    quality: qualityOf(kept, placed, comparison.pairings, combined.replacements.length, shiftMs),
    speakers: mappings,
  }
}

/** Everybody that a source names, once, with corrected names for corrected labels. */
const mentionsIn = (parts: readonly Prepared[], names: SpeakerNames): readonly Person[] =>
  parts.flatMap(({ transcript }) => {
    const labels = [...new Set(transcript.segments.map(({ speaker }) => speaker))]
    return [
      ...transcript.participants,
      ...labels.map((label) => ({ name: correctedName(names, transcript.transcriptId, label) ?? label, email: null })),
    ]
  })

interface Assembled {
  /** Best first. */
  readonly sources: readonly Prepared[]
  readonly placed: readonly Placed[]
  readonly kept: Kept
  readonly comparison: Comparison
  readonly combined: Combined
}

/** Puts the sources together on the one that heard most; on another that heard nearly as much where that turns out to be right more often. */
const assemble = (parts: readonly Prepared[]): Assembled => {
  const first = assembleOn(ranked(parts))
  const better = moreReliable(first.sources, first.combined.trust)
  return better === undefined ? first : assembleOn([better, ...first.sources.filter((source) => source !== better)])
}

const assembleOn = (sources: readonly Prepared[]): Assembled => {
  const { placed, kept: filled, pairings } = fillFrom(sources)
  const first = compareSources(filled, placed, pairings)
  const kept = outvote(filled, placed, first)
  const comparison = kept === filled ? first : compareSources(kept, placed, [])
  return { sources, placed, kept, comparison, combined: combine(kept, placed, comparison.pairings) }
}

const segmentsOf = (
  kept: Kept,
  placed: readonly Placed[],
  { counterparts }: Comparison,
  replacements: ReadonlyMap<number, readonly Replacement[]>,
  speakers: readonly (string | null)[],
  shiftMs: number,
): readonly MergedSegment[] =>
  kept.lines.map((line, index) => ({
    startMs: Math.round(line.startMs + shiftMs),
    endMs: Math.round(line.endMs + shiftMs),
    speaker: speakers[index] ?? null,
    ...corrected(line.text, replacements.get(index) ?? [], placed),
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
const sourceOf = (
  { part, pieces }: Placed,
  sources: readonly Prepared[],
  rank: number,
  shiftMs: number,
): Omit<MeetingSource, 'coverage' | 'agreement'> => {
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
