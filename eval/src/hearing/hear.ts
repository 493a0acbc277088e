import type { FetchedTranscript, Segment } from '@hansard/shared/contracts/contracts.generated'
import { uuidV5 } from '@hansard/shared/ids'
import type { Random } from '@hansard/merger/test/conversation'
import { length, type Meeting } from '../conversation/converse.ts'
import { addressOf, byName, type Labels } from './labels.ts'
import { mishear, type HeardWord } from './mishear.ts'
import type { Style } from './styles.ts'

/** How a source hears a meeting. */
export interface Hearing {
  readonly style: Style
  readonly errors: number
  readonly labels?: Labels
  /** The part that was recorded, milliseconds of the meeting. */
  readonly part?: readonly [fromMs: number, toMs: number]
  /** Stated minus true start. */
  readonly clockMs?: number
  /** How much faster its clock runs: 0.001 is a second in a quarter of an hour. */
  readonly drift?: number
  /** A stretch during which the recording stood still, milliseconds of the meeting: it is missing, and the clock with it. */
  readonly paused?: readonly [fromMs: number, toMs: number]
  readonly platform?: string
  readonly change?: Partial<FetchedTranscript>
}

export interface Heard {
  readonly transcript: FetchedTranscript
  /** The moment of the meeting where the source's times count from. */
  readonly zeroMs: number
}

export const workspaceId = '7f9c24e8-3b1a-4c5d-9e2f-1a2b3c4d5e6f'

const cut = (words: readonly HeardWord[], { words: most, breaksAtSentences }: Style, labels: Labels): readonly (readonly HeardWord[])[] => {
  const segments: HeardWord[][] = []
  for (const word of words) {
    const last = segments.at(-1)
    const before = last?.at(-1)
    const turns = before === undefined || labels(before.person, before.ms) !== labels(word.person, word.ms) || word.ms - before.ms > 4_000
    if (last === undefined || turns || last.length >= most || (word.opens && breaksAtSentences && last.length >= most / 3))
      segments.push([word])
    else last.push(word)
  }
  return segments
}

/** As the platform writes it: capitals and marks, or neither. */
const written = (words: readonly HeardWord[], joiner: string, { punctuates }: Style): string => {
  const texts = words.map(({ text, opens }, index) => {
    const next = words[index + 1]
    const ends = punctuates && (next === undefined || next.opens)
    const mark = joiner === '' ? '。' : '.'
    return `${punctuates && (opens || index === 0) ? text.slice(0, 1).toUpperCase() + text.slice(1) : text}${ends ? mark : ''}`
  })
  return texts.join(joiner)
}

export const hear = (random: Random, meeting: Meeting, hearing: Hearing): Heard => {
  const { style, drift = 0, clockMs = 0, paused = [0, 0] } = hearing
  const [fromMs, toMs] = hearing.part ?? [0, length(meeting.words)]
  const labels = hearing.labels ?? byName(meeting.people)
  const recorded = meeting.words.filter(({ ms }) => ms >= fromMs && ms < toMs && (ms < paused[0] || ms >= paused[1]))
  const words = mishear(random, meeting.bank, recorded, {
    errors: hearing.errors,
    keepsFillers: style.keepsFillers,
    writesDigits: style.writesDigits,
  })
  const own = (ms: number): number => (ms - fromMs - (ms >= paused[1] ? paused[1] - paused[0] : 0)) * (1 + drift)
  const cuts = cut(words, style, labels)
  const segments = cuts.map((part, index): Segment => {
    const [first, last] = [part[0], part.at(-1)]
    const next = cuts[index + 1]?.[0]
    const jitter = Math.round((random() - 0.5) * style.jitterMs)
    const startMs = Math.max(0, Math.floor((own(first?.ms ?? 0) + jitter) / style.stepMs) * style.stepMs)
    const endMs = style.endsAtNext && next !== undefined ? own(next.ms) : own((last?.ms ?? 0) + 350)
    return {
      startMs,
      endMs: Math.floor(endMs),
      speaker: labels(first?.person ?? 0, first?.ms ?? 0),
      text: written(part, meeting.bank.joiner, style),
      rawText: null,
    }
  })
  return {
    transcript: transcriptOf(
      meeting,
      hearing,
      style.times === 'none' ? segments.map((each) => ({ ...each, startMs: 0, endMs: 0 })) : segments,
      fromMs + clockMs,
      random,
    ),
    zeroMs: fromMs,
  }
}

const transcriptOf = (
  meeting: Meeting,
  hearing: Hearing,
  segments: readonly Segment[],
  startMs: number,
  random: Random,
): FetchedTranscript => {
  const platform = hearing.platform ?? hearing.style.platform
  const externalId = `${platform}-${Math.floor(random() * 2 ** 32).toString(36)}`
  const transcriptId = uuidV5(workspaceId, platform, externalId)
  return {
    transcriptId,
    revisionId: uuidV5(transcriptId, 'first'),
    workspaceId,
    integrationId: uuidV5('integration', platform),
    webhookEventId: uuidV5('delivery', transcriptId),
    platform,
    externalId,
    aliases: [],
    title: meeting.title,
    joinUrl: null,
    startedAt: meeting.startedAt + startMs,
    durationMs: null,
    participants: meeting.people.map((name) => ({ name, email: addressOf(name) })),
    segments: segments.toSorted((x, y) => x.startMs - y.startMs),
    sourceUpdatedAt: null,
    receivedAt: meeting.startedAt + 3 * 3_600_000,
    notes: [],
    ...hearing.change,
  }
}
