import { NotYetError, PermanentError, TransientError } from '@hansard/shared/errors'
import { describe, expect, test } from 'vitest'
import type { FetchRequest } from '../platform.ts'
import { scriptedHttp, type ScriptedAnswer } from '../scripted-http.ts'
import { fetchFirefliesTranscript } from './fetch.ts'
import { tooManyRequests, transcriptAnswer } from './fixtures.ts'

const now = () => 1_789_401_000_000
const request: FetchRequest = {
  eventType: 'meeting.transcribed',
  externalId: '01N5T4QJ8W2EXC7VB9KD3MA6RZ',
  content: { title: null, timestamp: 1_789_401_055_210 },
  secret: undefined,
  credentials: { apiKey: 'hush-key' },
  renewCredentials: (renewal) => renewal(undefined),
  receivedAt: 0,
  signal: new AbortController().signal,
}
const fetch = (answer: ScriptedAnswer | Error, over: Partial<FetchRequest> = {}) =>
  fetchFirefliesTranscript(
    { ...request, ...over },
    scriptedHttp(() => answer),
    { apiUrl: 'https://fireflies.example', now },
  )
const transcript = async (answer: ScriptedAnswer) => {
  const fetched = await fetch(answer)
  if (fetched.kind === 'none') throw new Error(fetched.reason)
  return fetched.transcript
}

test('asks once, by the id, with the key in the header', async () => {
  const http = scriptedHttp(() => ({ body: transcriptAnswer() }))
  await fetchFirefliesTranscript(request, http, { apiUrl: 'https://fireflies.example', now })
  expect(http.requests).toHaveLength(1)
  expect(http.requests[0]).toMatchObject({
    method: 'POST',
    url: 'https://fireflies.example/graphql',
    headers: { authorization: 'Bearer hush-key' },
  })
  const { query, variables } = JSON.parse(http.requests[0]?.body ?? '') as { query: string; variables: unknown }
  expect(variables).toEqual({ transcriptId: request.externalId })
  expect(query).toContain('is_live')
})

test('reads a transcript: seconds as numbers and as text, speaker 0, corrected and raw words', async () => {
  expect(await transcript({ body: transcriptAnswer() })).toEqual({
    title: 'Catalogue weekly',
    joinUrl: 'https://example.zoom.us/j/85930046217',
    startedAt: 1_789_398_010_000,
    durationMs: 2_728_000,
    participants: [
      { name: 'Inès Aubert', email: 'ines@halden.example' },
      { name: null, email: 'soren@halden.example' },
    ],
    segments: [
      {
        startMs: 32_400,
        endMs: 35_920,
        speaker: 'Inès Aubert',
        text: 'Okay, shall we start with the autumn catalogue?',
        rawText: 'okay shall we start with the awesome catalogue',
      },
      {
        startMs: 36_100,
        endMs: 38_000,
        speaker: 'Søren',
        text: 'Yes. Three pages are still empty.',
        rawText: 'yes three pages are still empty',
      },
    ],
    sourceUpdatedAt: 1_789_401_055_210,
    notes: [],
  })
})

test('names a speaker by the sentence, else by the list of speakers, else by number', async () => {
  const read = await transcript({
    body: transcriptAnswer((value) => {
      const [sentence] = value.sentences
      value['speakers'] = [{ id: 0, name: 'Inès Aubert' }]
      value.sentences = [
        { ...sentence, speaker_name: 'Own', speaker_id: 0 },
        { ...sentence, speaker_name: null, speaker_id: 0 },
        { ...sentence, speaker_name: null, speaker_id: 1 },
        { ...sentence, speaker_name: null, speaker_id: null },
      ]
    }),
  })
  expect(read.segments.map(({ speaker }) => speaker)).toEqual(['Own', 'Inès Aubert', 'Speaker 2', null])
})

test('keeps raw words only where they differ, and falls back on them', async () => {
  const read = await transcript({
    body: transcriptAnswer((value) => {
      const [sentence] = value.sentences
      value.sentences = [
        { ...sentence, text: 'same', raw_text: 'same' },
        { ...sentence, text: null, raw_text: 'heard' },
        { ...sentence, text: ' ', raw_text: null },
      ]
    }),
  })
  expect(read.segments.map(({ text, rawText }) => [text, rawText])).toEqual([
    ['same', null],
    ['heard', null],
  ])
})

test('counts each participant once, whatever the list they stand in', async () => {
  const read = await transcript({
    body: transcriptAnswer((value) => {
      value['meeting_attendees'] = null
      value['participants'] = ['A@x.example,b@x.example', 'a@x.example', null, 'nobody']
      value['organizer_email'] = 'B@x.example'
      value['host_email'] = 'c@x.example'
    }),
  })
  expect(read.participants.map(({ email }) => email)).toEqual(['a@x.example', 'b@x.example', 'c@x.example'])
})

test('leaves the passcode out of the join link', async () => {
  const read = await transcript({
    body: transcriptAnswer((value) => {
      value['meeting_link'] = 'https://example.zoom.us/j/85930046217?pwd=hush#x'
    }),
  })
  expect(read.joinUrl).toBe('https://example.zoom.us/j/85930046217')
})

describe('without sentences', () => {
  const without = (sentences: unknown, info: object | null) => ({
    body: transcriptAnswer((value) => {
      value.sentences = sentences as never
      value.meeting_info = info as never
    }),
  })
  test.each([
    [null, { silent_meeting: true, summary_status: 'processing' }, 'empty transcript: nobody spoke in the meeting'],
    [null, { silent_meeting: false, summary_status: 'processed' }, 'empty transcript'],
    [[], { silent_meeting: false, summary_status: 'skipped' }, 'empty transcript'],
    [[], { summary_status: 'failed' }, 'empty transcript'],
  ])('%j with %j is a normal end', async (sentences, info, reason) => {
    expect(await fetch(without(sentences, info))).toEqual({ kind: 'none', reason, awaited: false })
  })
  test.each([
    [null, { silent_meeting: false, summary_status: 'processing' }],
    [[], { silent_meeting: false, summary_status: null }],
    [null, null],
  ])('%j with %j is tried again', async (sentences, info) => {
    await expect(fetch(without(sentences, info))).rejects.toBeInstanceOf(NotYetError)
  })
})

test('captions of a meeting that is still live are no transcript yet', async () => {
  const live = fetch({ body: transcriptAnswer((value) => (value['is_live'] = true)) })
  await expect(live).rejects.toBeInstanceOf(NotYetError)
  await expect(live).rejects.toThrow('still live')
})

describe('an error inside an answer that says 200', () => {
  const error = (code: string, extensions: object = {}) => ({
    body: { data: {}, errors: [{ message: 'm', friendly: true, code, extensions: { code, metadata: {}, ...extensions } }] },
  })
  test('too_many_requests is tried again, not before Fireflies allows it', async () => {
    const limited = fetch({ body: tooManyRequests })
    await expect(limited).rejects.toBeInstanceOf(TransientError)
    await expect(limited).rejects.toMatchObject({ retryAt: 1_789_401_300_000 })
  })
  test.each([
    ['object_not_found', PermanentError],
    ['forbidden', PermanentError],
    ['not_in_team', PermanentError],
    ['paid_required', PermanentError],
    ['invalid_arguments', PermanentError],
    ['args_required', PermanentError],
    ['account_cancelled', PermanentError],
    ['require_elevated_privilege', PermanentError],
    ['request_timeout', TransientError],
    ['invariant_violation', TransientError],
    ['never_heard_of', TransientError],
  ])('%s', async (code, kind) => {
    await expect(fetch(error(code))).rejects.toBeInstanceOf(kind)
    await expect(fetch(error(code))).rejects.toThrow(`Fireflies refused the query: ${code}`)
  })
  test('of an unknown code is judged by the status inside', async () => {
    await expect(fetch(error('auth_failed', { status: 401 }))).rejects.toBeInstanceOf(PermanentError)
    await expect(fetch(error('overloaded', { status: 503 }))).rejects.toBeInstanceOf(TransientError)
  })
  test('without codes, details or a list is still an error', async () => {
    await expect(fetch({ body: { errors: [{ message: 'm' }] } })).rejects.toBeInstanceOf(TransientError)
    await expect(fetch({ body: { errors: [{ message: 'm', extensions: null }] } })).rejects.toBeInstanceOf(TransientError)
  })
})

describe('an answer of another status', () => {
  test.each([
    [401, PermanentError],
    [403, PermanentError],
    [400, PermanentError],
    [429, TransientError],
    [500, TransientError],
    [503, TransientError],
  ])('%i', async (status, kind) => {
    await expect(fetch({ status, body: '<html>' })).rejects.toBeInstanceOf(kind)
  })
  test('with a server error it says that the platform is down, whatever the code inside', async () => {
    const fault = (status: number, code: string) => fetch({ status, body: JSON.stringify({ errors: [{ extensions: { code, status } }] }) })
    await expect(fault(503, 'internal_server_error')).rejects.toMatchObject({ scope: 'platform' })
    await expect(fault(502, 'something new')).rejects.toMatchObject({ scope: 'platform' })
    await expect(fault(200, 'internal_server_error')).rejects.toMatchObject({ scope: 'record' })
    await expect(fault(429, 'too_many_requests')).rejects.toMatchObject({ scope: 'record' })
  })
  test('obeys Retry-After', async () => {
    await expect(fetch({ status: 429, headers: { 'retry-after': '7' } })).rejects.toMatchObject({ retryAt: now() + 7000 })
  })
  test('lets the code inside decide, where there is one', async () => {
    const body = { errors: [{ extensions: { code: 'too_many_requests', metadata: { retryAfter: 1_789_401_300_000 } } }] }
    await expect(fetch({ status: 400, body })).rejects.toMatchObject({ retryAt: 1_789_401_300_000 })
  })
})

describe('what cannot be used fails for good, saying why', () => {
  test.each([
    ['sentences is not valid', transcriptAnswer((value) => (value.sentences = 'x' as never))],
    ['Fireflies has no such transcript', { data: { transcript: null } }],
  ])('%s', async (reason, body) => {
    const fetching = fetch({ body })
    await expect(fetching).rejects.toBeInstanceOf(PermanentError)
    await expect(fetching).rejects.toThrow(reason)
  })
  test('an answer that is no GraphQL is tried again', async () => {
    await expect(fetch({ body: '<html>' })).rejects.toBeInstanceOf(TransientError)
  })
  test('an integration without a key', async () => {
    await expect(fetch({ body: transcriptAnswer() }, { credentials: undefined })).rejects.toThrow('no Fireflies API key')
  })
})

test('a sentence without a time begins where the one before it ended', async () => {
  const read = await transcript({
    body: transcriptAnswer((value) => {
      Object.assign(value.sentences[1]!, { start_time: null, end_time: null })
    }),
  })
  expect(read.segments[1]).toMatchObject({ startMs: 35_920, endMs: 35_920 })
})

test('reads twelve hours of sentences without stalling its partition', async () => {
  const sentence = { speaker_name: null, speaker_id: 0, text: 'word '.repeat(12), raw_text: 'word '.repeat(12) }
  const sentences = Array.from({ length: 20_000 }, (_, i) => ({ ...sentence, start_time: i * 2, end_time: i * 2 + 2 }))
  const body = transcriptAnswer((value) => (value.sentences = sentences))
  const began = performance.now()
  const read = await transcript({ body })
  expect(performance.now() - began).toBeLessThan(10_000)
  expect(read.segments).toHaveLength(20_000)
})

describe('one bad element costs that element', () => {
  test('a sentence that is none is left out, and a note names it', async () => {
    const read = await transcript({
      body: transcriptAnswer((value) => (value.sentences = [value.sentences[0]!, null as never, 'x' as never, value.sentences[1]!])),
    })
    expect(read.segments).toHaveLength(2)
    expect(read.notes).toEqual([{ code: 'unreadable-text', text: '2 of 4 sentences could not be read: numbers 2, 3' }])
  })
  test.each(['soon', {}, true])('a time of %j follows the sentence before, and a note says so', async (time) => {
    const read = await transcript({ body: transcriptAnswer((value) => (value.sentences[1]!['start_time'] = time as never)) })
    expect(read.segments[1]).toMatchObject({ startMs: 35_920 })
    expect(read.notes).toEqual([
      { code: 'doubtful-times', text: '1 of 2 sentences had no readable time and follow the ones before them: number 2' },
    ])
  })
  test('people and speakers beside null are read', async () => {
    const read = await transcript({
      body: transcriptAnswer((value) =>
        Object.assign(value, {
          meeting_attendees: [null, { name: 'Ann', email: 'ann@halden.example' }, 7],
          speakers: [null, { id: 0, name: 'Zoë' }],
        }),
      ),
    })
    expect(read.participants).toContainEqual({ name: 'Ann', email: 'ann@halden.example' })
  })
})

describe('an error beside data', () => {
  const beside = (...path: (string | number)[]) => ({
    ...transcriptAnswer(),
    errors: [null, { path, extensions: { code: 'paid_required' } }],
  })
  test('about one field costs that field, and a note says so', async () => {
    const read = await transcript({ body: beside('transcript', 'meeting_attendees') })
    expect(read.segments).toHaveLength(2)
    expect(read.notes).toEqual([{ code: 'withheld-fields', text: 'Fireflies withheld meeting_attendees (paid_required)' }])
  })
  test('about one sentence costs no other', async () => {
    expect((await transcript({ body: beside('transcript', 'sentences', 1, 'raw_text') })).segments).toHaveLength(2)
  })
  test('about the sentences, where there are none, is what it says', async () => {
    const body = {
      ...transcriptAnswer((value) => (value.sentences = null as never)),
      errors: [{ path: ['transcript', 'sentences'], extensions: { code: 'paid_required' } }],
    }
    await expect(fetch({ body })).rejects.toThrow('paid_required')
  })
  test('about another field, where there are no sentences yet, lets them be waited for', async () => {
    const body = {
      ...transcriptAnswer((value) => Object.assign(value, { sentences: null, meeting_info: null })),
      errors: [{ path: ['transcript', 'speakers'], extensions: { code: 'paid_required' } }],
    }
    await expect(fetch({ body })).rejects.toBeInstanceOf(NotYetError)
  })
})
