import type { SpeakerMapping } from '@hansard/shared/contracts/contracts.generated'
import { plainName, realName } from '../score/names.ts'
import type { KnownPerson } from '../score/people.ts'
import type { Placed } from './fill.ts'
import type { Kept } from './meeting-line.ts'
import { rosterOf, type Roster } from './roster.ts'
import type { SpeakerNames } from './speaker-names.ts'
import { countVotes, winner, type Votes } from './voice-votes.ts'

/** A label is given a name when such a share of its words, of those that a named speaker says elsewhere, are that speaker's. */
const sureShare = 0.6
/** One line of a label that stands for several people wants more. */
const sureLineShare = 0.8
/** A label that looks like a name that nobody else knows gives way to one that is known. */
const strangerShare = 0.8

export interface NamedSpeakers {
  /** For each kept line. */
  readonly speakers: readonly (string | null)[]
  readonly mappings: readonly SpeakerMapping[]
}

/** A label of one source with what it was found to stand for. */
interface Mapped {
  readonly name: string | undefined
  readonly confidence: number
  readonly reason: string
}

/**
 * Who speaks each kept line: by the label, by who says the same words in other sources, with everybody who is named anywhere as the roster.
 * Names that people gave to labels come before everything else.
 */
export const nameSpeakers = (
  kept: Kept,
  placed: readonly Placed[],
  pairings: readonly Int32Array[],
  people: readonly KnownPerson[],
  names: SpeakerNames,
): NamedSpeakers => {
  const roster = rosterOf(placed, people, names)
  const votes = countVotes(kept, placed, pairings, roster)
  const labels = placed.map(({ part }, source) => {
    const distinct = [...new Set(part.transcript.segments.map(({ speaker }) => speaker))].filter(
      (label) => label !== null && label.trim() !== '',
    )
    return new Map(distinct.map((label) => [label, mapLabel(source, label ?? '', roster, votes.byLabel[source]?.get(label ?? ''))]))
  })
  const speakers = kept.lines.map(({ source, speaker }, line) => {
    const own = speaker === null ? undefined : labels[source]?.get(speaker)
    const isStraight = own?.name !== undefined && own.reason !== byWords
    const byLine = isStraight ? undefined : winner(votes.byLine[line])
    if (byLine !== undefined && byLine.share >= sureLineShare) return byLine.name
    // A placeholder of the best source still tells voices apart; of two sources it would name two voices alike.
    return own?.name ?? (source === 0 && speaker !== null ? plainName(speaker) || null : null)
  })
  return { speakers, mappings: placed.flatMap((each, source) => mappingsOf(each, labels[source] ?? new Map())) }
}

const byWords = 'a speaker of this name says the same words in another source'

const mapLabel = (source: number, label: string, roster: Roster, votes: Votes | undefined): Mapped => {
  const corrected = roster.corrected(source, label)
  if (corrected !== undefined) return { name: corrected, confidence: 1, reason: 'a person said so' }
  const name = roster.fullName(source, label)
  const voted = winner(votes)
  if (name !== undefined) {
    const isStranger = !roster.isKnown(label) && voted !== undefined && voted.name !== name && voted.share >= strangerShare
    if (isStranger) return { name: voted.name, confidence: voted.share, reason: byWords }
    const heard =
      votes === undefined || votes.size === 0
        ? undefined
        : (votes.get(name) ?? 0) / [...votes.values()].reduce((sum, words) => sum + words, 0)
    return {
      name,
      confidence: heard ?? (roster.isKnown(label) ? 0.95 : 0.8),
      reason:
        heard === undefined ? 'the label is a name' : 'the label is a name, which other sources confirm as far as the confidence says',
    }
  }
  if (voted !== undefined && voted.share >= sureShare) return { name: voted.name, confidence: voted.share, reason: byWords }
  return {
    name: undefined,
    confidence: 0,
    reason: realName(label) === null ? 'no source names this voice' : 'the name fits several people',
  }
}

const mappingsOf = ({ part }: Placed, labels: ReadonlyMap<string | null, Mapped>): readonly SpeakerMapping[] =>
  [...labels].map(([label, { name, confidence, reason }]) => ({
    transcriptId: part.transcript.transcriptId,
    label: label ?? '',
    name: name ?? null,
    confidence: Math.round(confidence * 100) / 100,
    reason,
  }))
