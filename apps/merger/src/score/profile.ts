import type { FetchedTranscript } from '@hansard/shared/contracts/contracts.generated'
import { heard, type Heard } from './align.ts'
import { featuresOf, sketchOf } from './features.ts'
import { roomsOf } from './links.ts'
import { joinPeople, type KnownPerson } from './people.ts'

/** What is known of a transcript without its words: enough to tell which others are worth comparing with. */
export interface Profile {
  readonly transcriptId: string
  readonly revisionId: string
  readonly workspaceId: string
  readonly platform: string
  readonly externalId: string
  /** Epoch milliseconds; the moment of receipt where the platform tells no start. */
  readonly startsAt: number
  readonly endsAt: number
  /** False where startsAt is the moment of receipt. */
  readonly clockKnown: boolean
  readonly words: number
  readonly people: readonly KnownPerson[]
  readonly title: string | null
  readonly rooms: readonly string[]
  readonly sketch: readonly number[]
}

/** A transcript made ready for comparing. */
export interface Prepared {
  readonly transcript: FetchedTranscript
  readonly profile: Profile
  readonly heard: Heard
}

const longestMeeting = 24 * 3_600_000
/** Names beyond this add nothing to telling meetings apart. */
const mostPeople = 300

/** Everything about a transcript that comparing needs and that depends on it alone. */
export const prepare = (transcript: FetchedTranscript): Prepared => {
  const heardWords = heard(transcript.segments)
  // Every comparison begins with them.
  featuresOf(heardWords.words)
  const startsAt = transcript.startedAt ?? transcript.receivedAt
  const lastEnd = heardWords.lines.at(-1)?.endMs ?? 0
  const length = Math.min(longestMeeting, Math.max(0, transcript.durationMs ?? 0, lastEnd))
  const labels = [...new Set(transcript.segments.map(({ speaker }) => speaker))]
  const mentions = [...transcript.participants, ...labels.map((name) => ({ name, email: null }))]
  return {
    transcript,
    heard: heardWords,
    profile: {
      transcriptId: transcript.transcriptId,
      revisionId: transcript.revisionId,
      workspaceId: transcript.workspaceId,
      platform: transcript.platform,
      externalId: transcript.externalId,
      startsAt,
      endsAt: startsAt + length,
      clockKnown: transcript.startedAt !== null,
      words: heardWords.words.count,
      people: joinPeople(mentions.slice(0, mostPeople)),
      title: transcript.title,
      rooms: roomsOf(transcript),
      sketch: sketchOf(heardWords.words),
    },
  }
}
