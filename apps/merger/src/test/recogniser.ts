import type { FetchedTranscript, Segment } from '@hansard/shared/contracts/contracts.generated'
import { uuidV5 } from '@hansard/shared/ids'
import { seeded, type Conversation, type Random, type SpokenWord } from './conversation.ts'

/** How a platform hears a conversation. */
export interface Hearing {
  readonly seed: number
  readonly platform: string
  /** Share of words that are misheard, left out, or put in. */
  readonly errors?: number
  /** Words in a segment at most. */
  readonly segmentWords?: number
  /** Added to every stated time, milliseconds. */
  readonly clockMs?: number
  /** The part that was recorded, as shares of the whole. */
  readonly part?: readonly [from: number, to: number]
  /** What the platform calls a speaker. */
  readonly label?: (name: string) => string | null
  readonly change?: Partial<FetchedTranscript>
}

export const workspaceId = '7f9c24e8-3b1a-4c5d-9e2f-1a2b3c4d5e6f'

const misheard = (random: Random, word: string): readonly string[] => {
  const kind = random()
  if (kind < 0.2) return []
  if (kind < 0.35) return [word, 'uh']
  return [
    word.length > 3 ? `${word.slice(0, -2)}${String.fromCharCode(97 + Math.floor(random() * 26))}${random() < 0.5 ? 'e' : 'o'}` : 'er',
  ]
}

const hear = (random: Random, words: readonly SpokenWord[], errors: number): readonly SpokenWord[] =>
  words.flatMap((word) => (random() < errors ? misheard(random, word.text).map((text) => ({ ...word, text })) : [word]))

const cut = (random: Random, words: readonly SpokenWord[], most: number): readonly (readonly SpokenWord[])[] => {
  const segments: SpokenWord[][] = []
  let length = 0
  for (const word of words) {
    const last = segments.at(-1)
    if (last === undefined || last[0]?.speaker !== word.speaker || last.length >= length) {
      segments.push([word])
      length = 2 + Math.floor(random() * most)
    } else last.push(word)
  }
  return segments
}

const joinerOf = (word: string): string => (/\p{Script=Han}/u.test(word) ? '' : ' ')

/** The transcript a platform would give of it. */
export const transcribe = (meeting: Conversation, hearing: Hearing): FetchedTranscript => {
  const random = seeded(hearing.seed)
  const [from, to] = hearing.part ?? [0, 1]
  const recorded = meeting.words.slice(Math.floor(from * meeting.words.length), Math.floor(to * meeting.words.length))
  const zero = recorded[0]?.ms ?? 0
  const label = hearing.label ?? ((name) => name)
  const segments = cut(random, hear(random, recorded, hearing.errors ?? 0.1), hearing.segmentWords ?? 15).map((words): Segment => {
    const [first, last] = [words[0], words.at(-1)]
    const start = (first?.ms ?? 0) - zero + Math.round((random() - 0.5) * 600)
    const text = words.map((word) => word.text).join(joinerOf(first?.text ?? ''))
    return {
      startMs: Math.max(0, start),
      endMs: Math.max(0, (last?.ms ?? 0) - zero + 400),
      speaker: label(first?.speaker ?? ''),
      text,
      rawText: null,
    }
  })
  const externalId = `${hearing.platform}-${hearing.seed}`
  const transcriptId = uuidV5(workspaceId, hearing.platform, externalId)
  return {
    transcriptId,
    revisionId: uuidV5(transcriptId, JSON.stringify(segments)),
    workspaceId,
    integrationId: uuidV5('integration', hearing.platform),
    webhookEventId: uuidV5('delivery', transcriptId),
    platform: hearing.platform,
    externalId,
    aliases: [],
    title: null,
    joinUrl: null,
    startedAt: meeting.startedAt + zero + (hearing.clockMs ?? 0),
    durationMs: segments.at(-1)?.endMs ?? 0,
    participants: meeting.people.map((name) => ({ name, email: null })),
    segments: segments.toSorted((a, b) => a.startMs - b.startMs),
    sourceUpdatedAt: null,
    receivedAt: meeting.startedAt + 3_600_000 * 2,
    notes: [],
    ...hearing.change,
  }
}
