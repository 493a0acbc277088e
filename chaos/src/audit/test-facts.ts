import type { FetchedTranscript, JournalEntry, MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import { uuidV5 } from '@hansard/shared/ids'
import { hashOf } from '../load/sender.ts'
import { fingerprintOfWords } from '../load/words.ts'
import type { ExpectedEnd, ExpectedMeeting, Facts } from './facts.ts'

/** Facts that may still be added to. */
type Draft = { -readonly [Name in keyof Facts]: Facts[Name] extends readonly (infer Item)[] ? Item[] : Facts[Name] }

/** An event as a test tells it. */
interface Told {
  readonly key: string
  readonly platform?: string
  /** Else the meeting's own. */
  readonly externalId?: string
  /** How often it was delivered. */
  readonly times?: number
  /** What was said; undefined: `end` tells how it ends instead. */
  readonly text?: string
  readonly end?: ExpectedEnd
}

const workspaceId = uuidV5('workspace')

const partsOf = (text: string): readonly string[] => text.split('. ')

/** What a run of some meetings leaves behind when everything is as promised, told by a few lines instead of by Hansard. */
export const goodFacts = (): Facts => {
  const run = createRun()
  run.tell('one', [{ key: 'one/otter', text: 'hello there. how are you', times: 3 }])
  run.tell('two', [
    { key: 'two/zoom', platform: 'zoom', text: 'let us begin. yes', times: 2 },
    { key: 'two/otter', text: 'let us begin. yeah' },
  ])
  // Otter sends corrected words: the meeting has them alone.
  run.tell('revised', [
    { key: 'revised/1', text: 'we sell it. for ten', times: 2 },
    { key: 'revised/2', text: 'we sell it. for eleven' },
  ])
  // Two events with the same words lead to one transcript.
  run.tell('twice', [
    { key: 'twice/completed', text: 'nothing to add. goodbye' },
    { key: 'twice/shared', text: 'nothing to add. goodbye', times: 2 },
  ])
  run.tell('ended', [{ key: 'ended', end: { kind: 'ignored' }, times: 2 }])
  run.tell('page', [{ key: 'page', end: { kind: 'dead-letter', stage: 'transcript-processor', reason: 'markup page' } }])
  run.tell('forged', [{ key: 'forged', end: { kind: 'refused' } }])
  run.poison()
  return run.facts
}

const createRun = () => {
  const bodies = new Map<string, { readonly eventKey: string }>()
  const facts: Draft = {
    events: [],
    meetings: [],
    bodies,
    answers: [],
    raw: [],
    verified: [],
    unique: [],
    journal: [],
    fetched: [],
    merged: [],
    undecodable: [],
    injected: [],
    deadLetters: [],
    rows: [],
  }
  let offset = 0n
  const place = (topic: string) => ({ topic, partition: Number(offset % 3n), offset: offset++ })

  const journal = (id: string, stage: string, status: string, more: Partial<JournalEntry> = {}) => {
    const where = place('webhooks.journal.v1')
    facts.journal.push({ ...where, value: journalEntry(id, stage, status, `${stage}/0/${where.offset}`, more) })
    return status
  }

  const fetch = (told: Told, meeting: string, id: string): string => {
    const processor = 'transcript-processor'
    if (told.text === undefined) {
      const message = `it is a markup page: ${told.key}`
      const letter = { stage: processor, origin: `webhooks.unique.v1/0/${offset}`, webhookEventId: id, valueHash: 'any', message }
      facts.deadLetters.push({ ...place('transcript-processor.dlq'), ...letter })
      return journal(id, processor, 'failed', { reason: message })
    }
    const value = transcript(told, meeting, id)
    if (facts.fetched.some((other) => other.value.revisionId === value.revisionId)) return journal(id, processor, 'processed')
    facts.fetched.push({ ...place('transcripts.fetched.v1'), value })
    journal(id, processor, 'processing')
    return journal(id, 'merger', 'processed')
  }

  /** How a delivery goes through the stages. */
  const pass = (told: Told, meeting: string, id: string, first: string): string => {
    if (told.end?.kind === 'ignored') return journal(id, 'verifier', 'ignored')
    journal(id, 'verifier', 'verified')
    facts.verified.push({ ...place('webhooks.verified.v1'), webhookEventId: id })
    if (id !== first) return journal(id, 'deduper', 'duplicate', { details: { duplicateOf: first } })
    journal(id, 'deduper', 'processing')
    facts.unique.push({ ...place('webhooks.unique.v1'), webhookEventId: id })
    return fetch(told, meeting, id)
  }

  const deliver = (told: Told, meeting: string): void => {
    const first = uuidV5(told.key, '0')
    for (let time = 0; time < (told.times ?? 1); time++) {
      const bodyHash = hashOf(`${told.key} ${time}`)
      const id = uuidV5(told.key, String(time))
      bodies.set(bodyHash, { eventKey: told.key })
      const answer = { bodyHash, at: 0, said: null, webhookEventId: null }
      facts.answers.push({ ...answer, status: 503 }, { ...answer, status: null })
      if (told.end?.kind === 'refused') facts.answers.push({ ...answer, status: 401 })
      else {
        facts.answers.push({ ...answer, status: 200, webhookEventId: told.end?.kind === 'ignored' ? null : id })
        facts.raw.push({ ...place('webhooks.raw.v1'), webhookEventId: id, bodyHash })
        facts.rows.push({ id, status: pass(told, meeting, id, first) })
      }
    }
  }

  const tell = (meeting: string, events: readonly Told[]): void => {
    for (const told of events) {
      const { key, platform = 'otter', externalId = meeting, text = '' } = told
      const end = told.end ?? { kind: 'transcript', words: fingerprintOfWords(partsOf(text)) }
      facts.events.push({ key, workspaceId, platform, externalId, end })
      deliver(told, meeting)
    }
    const heard = facts.fetched.filter(({ value }) => value.externalId === meeting).map(({ value }) => value)
    const newest = [...new Map(heard.map((value) => [value.platform, value])).values()]
    if (newest.length === 0) return
    facts.meetings.push({ key: meeting, workspaceId, sources: newest.map(sourceOf) })
    for (const [index, value] of heard.entries()) {
      const sources = index === heard.length - 1 ? newest : [value]
      facts.merged.push({ ...place('transcripts.merged.v1'), value: merged(meeting, index + 1, sources) })
    }
  }

  const poison = (): void => {
    const at = place('transcripts.fetched.v1')
    const valueHash = hashOf('poison')
    const reasons = ['wire format']
    facts.injected.push({
      topic: at.topic,
      kind: 'wrong magic byte',
      valueHash,
      stage: 'merger',
      reasons,
      places: [at],
      acknowledged: true,
    })
    facts.undecodable.push({ ...at, valueHash })
    const origin = `${at.topic}/${at.partition}/${at.offset}`
    const letter = { stage: 'merger', origin, webhookEventId: null, valueHash, message: 'not in the wire format' }
    facts.deadLetters.push({ ...place('merger.dlq'), ...letter })
  }
  return { facts, tell, poison }
}

const journalEntry = (id: string, stage: string, status: string, origin: string, more: Partial<JournalEntry>): JournalEntry => ({
  entryId: uuidV5('entry', origin),
  webhookEventId: id,
  stage,
  status,
  reason: null,
  at: 0,
  receivedAt: 0,
  attempt: 1,
  origin,
  traceparent: null,
  details: {},
  webhook: null,
  ...more,
})

const transcript = ({ platform = 'otter', text = '' }: Told, externalId: string, webhookEventId: string): FetchedTranscript => {
  const transcriptId = uuidV5('transcript', platform, externalId)
  return {
    transcriptId,
    revisionId: uuidV5('revision', transcriptId, text),
    workspaceId,
    integrationId: workspaceId,
    webhookEventId,
    platform,
    externalId,
    aliases: [],
    title: null,
    joinUrl: null,
    startedAt: null,
    durationMs: null,
    participants: [],
    segments: partsOf(text).map((said, index) => ({ startMs: index, endMs: index + 1, speaker: null, text: said, rawText: null })),
    sourceUpdatedAt: null,
    receivedAt: 0,
    notes: [],
  }
}

const sourceOf = ({ platform, externalId, segments }: FetchedTranscript): ExpectedMeeting['sources'][number] => ({
  platform,
  externalId,
  words: fingerprintOfWords(segments.map(({ text }) => text)),
})

const merged = (meeting: string, revision: number, sources: readonly FetchedTranscript[]): MergedTranscript => ({
  meetingId: uuidV5('meeting', meeting),
  revision,
  workspaceId,
  status: 'active',
  change: {
    kind: 'created',
    reason: '',
    webhookEventId: null,
    by: null,
    otherMeetingId: null,
    segmentsAdded: 0,
    segmentsRemoved: 0,
    segmentsChanged: 0,
    fields: [],
  },
  title: null,
  startedAt: null,
  durationMs: null,
  participants: [],
  quality: null,
  speakers: [],
  revisedAt: 0,
  sources: sources.map(({ transcriptId, revisionId, webhookEventId, platform, externalId }) => {
    return {
      transcriptId,
      revisionId,
      webhookEventId,
      platform,
      externalId,
      offsetMs: 0,
      score: null,
      reasons: [],
      coverage: 1,
      agreement: 1,
    }
  }),
  segments: sources.slice(0, 1).flatMap(({ segments, transcriptId }) =>
    segments.map(({ startMs, endMs, text }, segmentIndex) => {
      return { startMs, endMs, speaker: null, text, transcriptId, segmentIndex, agreement: 'only', alternatives: [], corrections: [] }
    }),
  ),
})
