import { NotYetError, PermanentError, TransientError } from '@hansard/shared/errors'
import { describe, expect, test } from 'vitest'
import type { FetchRequest } from '../platform.ts'
import { scriptedHttp, type ScriptedAnswer } from '../scripted-http.ts'
import { readOtterEvent } from './events.ts'
import { fetchOtterTranscript } from './fetch.ts'
import { speech, workspace } from './fixtures.ts'

const credentials = { apiKey: 'hush-key' }
const requestFor = (body: object, over: Partial<FetchRequest> = {}): FetchRequest => {
  const reading = readOtterEvent(Buffer.from(JSON.stringify(body)))
  if (reading.kind !== 'event') throw new Error(JSON.stringify(reading))
  const { eventType, externalId, content } = reading.event
  return {
    eventType,
    externalId,
    content: JSON.parse(JSON.stringify(content())),
    secret: undefined,
    credentials: undefined,
    renewCredentials: (renewal) => renewal(undefined),
    receivedAt: 0,
    signal: new AbortController().signal,
    ...over,
  }
}
const deps = { apiUrl: 'https://otter.example', now: () => 1_000_000 }
const fetched = (body: object, answer: ScriptedAnswer = { status: 500 }, over: Partial<FetchRequest> = {}) =>
  fetchOtterTranscript(
    requestFor(body, over),
    scriptedHttp(() => answer),
    deps,
  )
const bare = workspace((value) => delete value.data.relationships)

test('takes the transcript that came with the webhook, without asking anybody', async () => {
  const http = scriptedHttp(() => ({ status: 500 }))
  const result = await fetchOtterTranscript(requestFor(workspace(), { credentials }), http, deps)
  expect(http.requests).toEqual([])
  expect(result).toEqual({
    kind: 'transcript',
    transcript: {
      title: 'Catalogue sync',
      joinUrl: 'https://example.zoom.us/j/85930046217',
      startedAt: Date.parse('2026-09-14T15:00:31Z'),
      durationMs: null,
      participants: [
        { name: 'Inès Aubert', email: 'ines@halden.example' },
        { name: 'Søren Lind', email: 'soren@halden.example' },
      ],
      segments: [
        {
          startMs: 12_000,
          endMs: 16_000,
          speaker: 'Inès Aubert',
          text: 'Okay, shall we start with the autumn catalogue?',
          rawText: null,
        },
        {
          startMs: 16_000,
          endMs: 21_200,
          speaker: 'Speaker 2',
          text: 'Yes. Three pages are still empty. Let us fill them before 10:00 tomorrow.',
          rawText: null,
        },
      ],
      sourceUpdatedAt: Date.parse('2026-09-14T15:52:47.096Z'),
      notes: [],
    },
  })
})

test('leaves a partial speech to the complete one that follows', async () => {
  expect(await fetched(speech('speech.created', { status: 'processing' }))).toEqual({
    kind: 'none',
    reason: 'partial transcript: the speech is processing, a complete one will follow',
    awaited: true,
  })
  expect((await fetched(speech('speech.updated'))).kind).toBe('transcript')
})

test('an empty transcript is a normal end', async () => {
  expect(await fetched(speech('speech.created', { transcript: ' \n' }))).toEqual({
    kind: 'none',
    reason: 'empty transcript',
    awaited: false,
  })
})

test('obeys the format, and passes on how the text was read', async () => {
  const inFormat = (content: string, format?: string) =>
    fetched(workspace((value) => (value.data.relationships = { transcript: { content, format } })))
  expect(await inFormat('1\n00:00:02,000 --> 00:00:04,000\nIda Holm: Hello.\n', 'srt')).toMatchObject({
    transcript: { segments: [{ startMs: 2000, endMs: 4000, speaker: 'Ida Holm', text: 'Hello.' }], notes: [] },
  })
  expect(await inFormat('Catalogue sync\n\nWe had a word or two.')).toMatchObject({
    transcript: { segments: [{ startMs: 0, speaker: null, text: 'We had a word or two.' }], notes: [{ code: 'no-turns' }] },
  })
})

test('reads an event of before the format was kept', async () => {
  const request = requestFor(workspace())
  const { transcriptFormat, ...old } = request.content as Record<string, unknown>
  expect(transcriptFormat).toBe('txt')
  const http = scriptedHttp(() => ({ status: 500 }))
  expect(await fetchOtterTranscript({ ...request, content: old }, http, deps)).toEqual(await fetched(workspace()))
})

describe('a webhook with an empty transcript', () => {
  const empty = (content = '') => workspace((value) => (value.data.relationships = { transcript: { content } }))
  const answer = (fields: object) => ({ body: { id: 'Hm7vRt24', ...fields } })

  test.each(['', ' \n', '\u00A0'])('%j is no last word: the API is asked', async (content) => {
    expect(await fetched(empty(content), { body: workspace().data }, { credentials })).toEqual(await fetched(workspace()))
  })
  test('has the words elsewhere', async () => {
    const both = workspace((value) => {
      value.relationships = value.data.relationships
      value.data.relationships = { transcript: { content: '' } }
    })
    expect(await fetched(both)).toEqual(await fetched(workspace()))
  })
  test('ends without one where there is no key to ask with', async () => {
    expect(await fetched(empty())).toEqual({
      kind: 'none',
      reason: 'An empty transcript in the webhook, and the integration has no Otter API key to fetch it with',
      awaited: true,
    })
  })
  test('waits while Otter works on the conversation', async () => {
    const pending = answer({ transcript: { content: '' }, process_status: { outline: 'finished', action_item: null } })
    await expect(fetched(empty(), pending, { credentials })).rejects.toBeInstanceOf(NotYetError)
  })
  test.each([{ outline: 'finished' }, {}, null, undefined])('ends where the API’s is empty, too (%j)', async (process_status) => {
    const done = answer({ transcript: { content: ' ' }, process_status })
    expect(await fetched(empty(), done, { credentials })).toEqual({ kind: 'none', reason: 'empty transcript', awaited: false })
  })
})

test('a page instead of a transcript fails for good', async () => {
  await expect(fetched(speech('speech.created', { transcript: '<!doctype html>' }))).rejects.toBeInstanceOf(PermanentError)
})

describe('a webhook without the transcript', () => {
  test('is a normal end when the integration has no key', async () => {
    expect(await fetched(bare)).toEqual({
      kind: 'none',
      reason: 'No transcript in the webhook, and the integration has no Otter API key to fetch it with',
      awaited: true,
    })
  })
  test.each([
    ['in an envelope', { data: workspace().data }],
    ['bare', workspace().data],
  ])('gets it from the API (%s)', async (_, answer) => {
    const http = scriptedHttp(() => ({ body: answer }))
    const result = await fetchOtterTranscript(requestFor(bare, { credentials }), http, deps)
    expect(result).toEqual(await fetched(workspace()))
    expect(http.requests).toMatchObject([
      {
        url: 'https://otter.example/v1/conversations/Hm7vRt24?include=transcript',
        headers: { authorization: 'Bearer hush-key' },
      },
    ])
  })
  test('keeps what only the webhook says', async () => {
    const answer = { id: 'Hm7vRt24', transcript: { content: 'Sam  00:01\nHello.' } }
    expect(await fetched(bare, { body: answer }, { credentials })).toMatchObject({
      kind: 'transcript',
      transcript: { title: 'Catalogue sync', startedAt: Date.parse('2026-09-14T15:00:31Z') },
    })
  })
  test('cannot reach another path by a strange id', async () => {
    const http = scriptedHttp(() => ({ body: { id: 'x', transcript: 'Sam  00:01\nHello.' } }))
    const strange = workspace((value) => {
      delete value.data.relationships
      value.data['id'] = '../admin?x=/'
    })
    await fetchOtterTranscript(requestFor(strange, { credentials }), http, deps)
    expect(http.requests[0]?.url).toBe('https://otter.example/v1/conversations/..%2Fadmin%3Fx%3D%2F?include=transcript')
  })
  test.each<[string, ScriptedAnswer, typeof NotYetError | typeof PermanentError | typeof TransientError]>([
    ['429', { status: 429 }, TransientError],
    ['503', { status: 503 }, TransientError],
    ['401', { status: 401 }, PermanentError],
    ['404', { status: 404 }, PermanentError],
    ['a page', { body: '<html>' }, TransientError],
    ['no transcript yet', { body: { id: 'Hm7vRt24' } }, NotYetError],
    [
      'half of a conversation that is still worked on',
      { body: { ...workspace().data, process_status: { abstract_summary: null, outline: null } } },
      NotYetError,
    ],
    ['no conversation', { body: { data: {} } }, PermanentError],
  ])('%s from the API', async (_, answer, kind) => {
    const fetching = fetched(bare, answer, { credentials })
    await expect(fetching).rejects.toBeInstanceOf(kind)
    await expect(fetching).rejects.not.toThrow(/hush/)
  })
})
