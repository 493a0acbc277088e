import { randomBytes } from 'node:crypto'
import type { Fetched, FetchRequest, Platform, PlatformTranscript } from '@hansard/platforms/platform'
import { memoryClaims } from '@hansard/shared/claims/test-claims'
import type { FetchedTranscript, WebhookEvent } from '@hansard/shared/contracts/contracts.generated'
import { parseKeyRing } from '@hansard/shared/crypto/key-ring'
import { NotYetError, PermanentError, TransientError } from '@hansard/shared/errors'
import type { Context, Decision } from '@hansard/shared/stage/stage'
import { transcriptIdOf } from '@hansard/shared/transcript-id'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { createPlatformCircuit } from './platform-circuit.ts'
import { createProcessorStage } from './stage.ts'

const keyRing = parseKeyRing(`test:${randomBytes(32).toString('base64')}`)
const transcript: PlatformTranscript = {
  title: 'Weekly',
  joinUrl: null,
  startedAt: 1_800_000_000_000,
  durationMs: 60_000,
  participants: [],
  segments: [{ startMs: 0, endMs: 1_000, speaker: 'Nadia', text: 'Hello', rawText: null }],
  sourceUpdatedAt: null,
  notes: [],
}
const event: WebhookEvent = {
  webhookEventId: '0199b6a8-0000-7000-8000-000000000001',
  platform: 'test',
  eventType: 'ready',
  workspaceId: '0199b6a8-0000-7000-8000-0000000000aa',
  integrationId: '0199b6a8-0000-7000-8000-0000000000bb',
  externalId: 'meeting',
  aliases: ['42'],
  revision: 'abc',
  subject: 'transcribed',
  occurredAt: 1_800_000_060_000,
  receivedAt: 1_800_000_070_000,
  content: '{"public":1}',
  sealed: null,
}
const context = (origin: string): Context => ({
  origin,
  webhookEventId: event.webhookEventId,
  attempt: 1,
  deferrals: 0,
  receivedAt: event.receivedAt,
  traceparent: undefined,
  headers: {},
  signal: new AbortController().signal,
})

const setUp = (fetched: Fetched | Error | (() => Fetched), credentials?: unknown) => {
  const clock = { now: 0 }
  const circuit = createPlatformCircuit({ failures: 2, restMs: 1_000, mostMs: 1_000 })
  const asked: FetchRequest[] = []
  const kept: string[] = []
  const platform = {
    name: 'test',
    credentials: z.object({ apiKey: z.string() }),
    fetchTranscript: async (request: FetchRequest) => {
      asked.push(request)
      if (fetched instanceof Error) throw fetched
      return typeof fetched === 'function' ? fetched() : fetched
    },
  } as unknown as Platform
  const stage = createProcessorStage({
    platforms: new Map([['test', platform]]),
    http: () => Promise.reject(new Error('nothing is asked here')),
    keyRing,
    credentials: { get: async () => credentials, renew: (_, renewal) => renewal(credentials) },
    claims: memoryClaims(),
    parts: {
      async keep(transcriptId, parts) {
        kept.push(transcriptId)
        return parts
      },
      purge: async () => undefined,
    },
    circuitOf: () => circuit,
    now: () => clock.now,
    retryDelays: [60],
    concurrency: 1,
  })
  return { stage, asked, clock, kept }
}
const emitted = async (stage: ReturnType<typeof setUp>['stage'], given: WebhookEvent, origin: string) => {
  const decision = await stage.handle(given, context(origin))
  if (decision.kind !== 'emit') throw new Error(`not emitted: ${JSON.stringify(decision)}`)
  return decision.messages[0]!.value as FetchedTranscript
}

test('publishes the transcript under its workspace, ids derived from what it is', async () => {
  const { stage } = setUp({ kind: 'transcript', transcript })
  const value = await emitted(stage, event, 'a/0/1')
  expect(value).toMatchObject({
    platform: 'test',
    externalId: 'meeting',
    aliases: ['42'],
    segments: transcript.segments,
    sourceUpdatedAt: event.occurredAt,
  })
  expect(await emitted(stage, event, 'a/0/1')).toEqual(value)
  expect(value.transcriptId).toBe(transcriptIdOf(event))
})

test('other words are another revision of the same transcript', async () => {
  const edited = { ...transcript, segments: [{ ...transcript.segments[0]!, text: 'Hello!' }] }
  const [one, two] = [
    await emitted(setUp({ kind: 'transcript', transcript }).stage, event, 'a/0/1'),
    await emitted(setUp({ kind: 'transcript', transcript: edited }).stage, event, 'a/0/1'),
  ]
  expect(two.transcriptId).toBe(one.transcriptId)
  expect(two.revisionId).not.toBe(one.revisionId)
})

test('another event that leads to the same words publishes nothing and says which did', async () => {
  const { stage } = setUp({ kind: 'transcript', transcript })
  await emitted(stage, event, 'a/0/1')
  const other = { ...event, webhookEventId: '0199b6a8-0000-7000-8000-000000000002', eventType: 'updated' }
  expect(await stage.handle(other, context('a/0/2'))).toMatchObject({
    kind: 'drop',
    journal: { status: 'processed', details: { sameAs: event.webhookEventId } },
  })
})

const idOf = (decision: Decision) =>
  decision.kind === 'emit' ? (decision.messages[0]?.value as FetchedTranscript | undefined)?.revisionId : undefined

test('words that are put back are published again, and a late copy of what they replaced is not', async () => {
  const [first, second] = [
    { kind: 'transcript' as const, transcript },
    { kind: 'transcript' as const, transcript: { ...transcript, title: 'Weekly, corrected' } },
  ]
  const told: Fetched[] = []
  const { stage } = setUp(() => told.shift() ?? first)
  const at = async (fetched: Fetched, time: number, id: number) => {
    told.push(fetched)
    const given = { ...event, webhookEventId: `0199b6a8-0000-7000-8000-00000000010${id}`, occurredAt: time }
    return stage.handle(given, context(`a/0/${id}`))
  }
  expect(await at(first, 1_000, 1)).toMatchObject({ kind: 'emit' })
  expect(await at(second, 2_000, 2)).toMatchObject({ kind: 'emit' })
  expect(await at(first, 1_500, 3)).toMatchObject({ kind: 'drop', journal: { details: { sameAs: expect.stringContaining('101') } } })
  const back = await at(first, 3_000, 4)
  expect(back).toMatchObject({ kind: 'emit', journal: { reason: '1 segments fetched, as they were before the last change' } })
  expect(await at(first, 3_000, 4)).toEqual(back)
  const revisions = new Set(
    await Promise.all([1, 2, 4].map(async (id) => idOf(await at(id === 2 ? second : first, id === 4 ? 3_000 : id * 1_000, id)))),
  )
  expect(revisions.size).toBe(3)
})

test('what was left out or is in doubt is said in the journal and on the topic', async () => {
  const notes = [{ code: 'unreadable-text' as const, text: '3 of 412 cues could not be read: lines 18, 77, 301' }]
  const { stage } = setUp({ kind: 'transcript', transcript: { ...transcript, notes } })
  const decision = await stage.handle(event, context('a/0/1'))
  expect(decision).toMatchObject({ journal: { reason: '1 segments fetched; 3 of 412 cues could not be read: lines 18, 77, 301' } })
  expect((await emitted(stage, event, 'a/0/1')).notes).toEqual(notes)
})

test.each([
  { awaited: true, reason: 'No transcript file available', transcript: 'awaited' },
  { awaited: false, reason: 'empty transcript', transcript: 'none' },
])(
  'nothing to fetch is a normal end, with the reason and whether a transcript is still $transcript',
  async ({ awaited, reason, transcript: still }) => {
    const { stage } = setUp({ kind: 'none', reason, awaited })
    expect(await stage.handle(event, context('a/0/1'))).toEqual({
      kind: 'drop',
      journal: { status: 'processed', reason, details: { transcript: still, expectedTranscriptId: transcriptIdOf(event) } },
    })
  },
)

test('gives the platform what the event says, what was sealed, and the credentials', async () => {
  const { stage, asked } = setUp({ kind: 'transcript', transcript }, { apiKey: 'k' })
  await stage.handle({ ...event, sealed: keyRing.seal('{"token":"t"}', event.webhookEventId) }, context('a/0/1'))
  expect(asked[0]).toMatchObject({ content: { public: 1 }, secret: { token: 't' }, credentials: { apiKey: 'k' } })
})

test('a secret sealed for another delivery is refused', async () => {
  const { stage } = setUp({ kind: 'transcript', transcript })
  const moved = { ...event, sealed: keyRing.seal('{"token":"t"}', 'another') }
  await expect(stage.handle(moved, context('a/0/1'))).rejects.toThrow('altered or belongs elsewhere')
})

test('credentials of the wrong shape are said to be so, without showing them', async () => {
  const { stage } = setUp({ kind: 'transcript', transcript }, { apikey: 'canary' })
  const handled = Promise.resolve(stage.handle(event, context('a/0/1')))
  await expect(handled).rejects.toBeInstanceOf(PermanentError)
  await expect(handled).rejects.not.toThrow('canary')
})

test('a platform that is down as a whole is left alone, and its records wait without spending attempts', async () => {
  const { stage, asked, clock } = setUp(new TransientError('unreachable', { scope: 'platform' }))
  const handled = async () => Promise.resolve(stage.handle(event, context('a/0/1'))).catch((error: unknown) => error)
  expect(await handled()).not.toBeInstanceOf(NotYetError)
  expect(await handled()).toBeInstanceOf(NotYetError)
  expect(await handled()).toMatchObject({ name: 'NotYetError', retryAt: 1_000 })
  expect(asked).toHaveLength(2)
  clock.now = 1_000
  await handled()
  expect(asked).toHaveLength(3)
})

test('a platform that refuses one record is not down', async () => {
  const { stage, asked } = setUp(new TransientError('too many requests'))
  for (let n = 0; n < 5; n++) await expect(Promise.resolve(stage.handle(event, context('a/0/1')))).rejects.not.toBeInstanceOf(NotYetError)
  expect(asked).toHaveLength(5)
})
