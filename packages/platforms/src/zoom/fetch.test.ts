import { NotYetError, PermanentError, TransientError } from '@hansard/shared/errors'
import type { HttpRequest } from '@hansard/shared/http/http'
import { describe, expect, test } from 'vitest'
import type { FetchRequest, KeptPart } from '../platform.ts'
import { scriptedHttp, type ScriptedAnswer } from '../scripted-http.ts'
import { fetchZoomTranscript } from './fetch.ts'
import { changed, recordingCompleted, transcriptCompleted, transcriptVtt, type ZoomBody } from './fixtures.ts'
import { readZoomEvent } from './events.ts'
import { createOAuth } from './oauth.ts'

const credentials = { accountId: 'acc', clientId: 'id', clientSecret: 'sec' }
const now = () => Date.parse('2026-09-14T16:00:00Z')
const fileUrl = 'https://example.zoom.us/rec/download/c03b7d52-6e1f-4f0a-8a41-2b9d5c7e1f02'
const listed = { ...(JSON.parse(transcriptCompleted) as ZoomBody).payload.object, download_access_token: 'fresh' }

const requestFor = (body: string | Buffer, over: Partial<FetchRequest> = {}): FetchRequest => {
  const reading = readZoomEvent(Buffer.from(body))
  if (reading.kind !== 'event') throw new Error(JSON.stringify(reading))
  const { eventType, externalId, content, secret } = reading.event
  return {
    eventType,
    externalId,
    content: JSON.parse(JSON.stringify(content())),
    secret: secret === undefined ? undefined : JSON.parse(JSON.stringify(secret)),
    credentials: undefined,
    renewCredentials: (renewal) => renewal(undefined),
    receivedAt: now(),
    signal: new AbortController().signal,
    ...over,
  }
}
/** Zoom as a table: answers by the kind of request. */
const zoom = (answers: {
  token?: ScriptedAnswer
  api?: ScriptedAnswer
  file: (request: HttpRequest, index: number) => ScriptedAnswer | Error
}) => {
  let files = 0
  return scriptedHttp((request) => {
    if (request.url.includes('/oauth/token')) return answers.token ?? { body: { access_token: 'access', expires_in: 3600 } }
    if (request.url.startsWith('https://api.zoom.example')) return answers.api ?? { body: listed }
    return answers.file(request, files++)
  })
}
const fetch = (request: FetchRequest, http: ReturnType<typeof zoom>) =>
  fetchZoomTranscript(request, http, {
    apiUrl: 'https://api.zoom.example/v2',
    transcriptHosts: ['*.zoom.us'],
    oauth: createOAuth({ oauthUrl: 'https://zoom.example/oauth', now }),
    now,
  })
const vttAnswer = { headers: { 'content-type': 'text/vtt' }, body: transcriptVtt }
const page = { headers: { 'content-type': 'text/html;charset=utf-8' }, body: '<!doctype html><title>Error</title>' }
const downloadsOf = (http: ReturnType<typeof zoom>) => http.requests.filter(({ url }) => url.includes('/rec/'))

test('downloads the transcript with the webhook’s token, in the header only', async () => {
  const http = zoom({ file: () => vttAnswer })
  const fetched = await fetch(requestFor(transcriptCompleted), http)
  expect(fetched.kind === 'transcript' && fetched.transcript.segments).toHaveLength(4)
  expect(http.requests).toEqual([
    expect.objectContaining({
      url: fileUrl,
      headers: { authorization: 'Bearer eyJhbGciOiJIUzUxMiJ9.sample.sample' },
      allowedHosts: ['*.zoom.us'],
    }),
  ])
})

test('a recording without a transcript file is a normal end', async () => {
  const http = zoom({ file: () => vttAnswer })
  const request = requestFor(recordingCompleted, { credentials })
  expect(await fetch(request, http)).toEqual({ kind: 'none', reason: 'No transcript file available', awaited: true })
  expect(http.requests).toEqual([])
})

test('recording.completed with a transcript file gives the same transcript as the transcript event: either order ends alike', async () => {
  const both = changed(recordingCompleted, ({ payload }) => {
    payload.object.recording_files.push(...(JSON.parse(transcriptCompleted) as ZoomBody).payload.object.recording_files)
  })
  const ofRecording = await fetch(requestFor(both), zoom({ file: () => vttAnswer }))
  const ofTranscript = await fetch(requestFor(transcriptCompleted), zoom({ file: () => vttAnswer }))
  if (ofRecording.kind !== 'transcript' || ofTranscript.kind !== 'transcript') throw new Error('no transcript')
  expect({ ...ofRecording.transcript, sourceUpdatedAt: 0 }).toEqual({ ...ofTranscript.transcript, sourceUpdatedAt: 0 })
})

describe('when the download is refused', () => {
  test.each<[string, ScriptedAnswer]>([
    ['by 401', { status: 401 }],
    ['by 403', { status: 403 }],
    ['by a page with status 200', page],
    ['by something that calls itself a page', { headers: { 'content-type': 'Text/HTML' }, body: transcriptVtt }],
    ['by JSON with status 200', { body: { status: false, errorCode: 124 } }],
    ['by an empty body', { body: '' }],
  ])('%s: fetches a fresh token and address from the API, then again', async (_, refusal) => {
    const http = zoom({ file: (_request, index) => (index === 0 ? refusal : vttAnswer) })
    const fetched = await fetch(requestFor(transcriptCompleted, { credentials }), http)
    expect(fetched.kind).toBe('transcript')
    const api = http.requests.find(({ url }) => url.startsWith('https://api.zoom.example'))
    expect(api).toMatchObject({
      url: 'https://api.zoom.example/v2/meetings/wK4%252F%252BjR8TtSx0b2nQe7mLA%253D%253D/recordings?include_fields=download_access_token&ttl=3600',
      headers: { authorization: 'Bearer access' },
    })
    expect(downloadsOf(http)[1]).toMatchObject({ url: fileUrl, headers: { authorization: 'Bearer fresh' } })
  })
  test('and again with the fresh token: fails for good', async () => {
    const http = zoom({ file: () => page })
    const fetching = fetch(requestFor(transcriptCompleted, { credentials }), http)
    await expect(fetching).rejects.toBeInstanceOf(PermanentError)
    expect(downloadsOf(http)).toHaveLength(2)
  })
  test('and the integration has no credentials: fails for good, saying so', async () => {
    const fetching = fetch(requestFor(transcriptCompleted), zoom({ file: () => ({ status: 401 }) }))
    await expect(fetching).rejects.toThrow(PermanentError)
    await expect(fetching).rejects.toThrow('no Zoom credentials')
  })
})

test('a webhook without a token goes through the API at once', async () => {
  const body = changed(transcriptCompleted, (value) => delete value.download_token)
  const http = zoom({ file: () => vttAnswer })
  expect((await fetch(requestFor(body, { credentials }), http)).kind).toBe('transcript')
  expect(downloadsOf(http).map(({ headers }) => headers?.['authorization'])).toEqual(['Bearer fresh'])
})

test('joins the files of a recording that was stopped and resumed', async () => {
  const body = changed(transcriptCompleted, ({ payload }) => {
    const [file] = payload.object.recording_files
    payload.object.recording_files.push({
      ...file,
      id: 'second',
      recording_start: '2026-09-14T16:00:42Z',
      recording_end: '2026-09-14T16:10:00Z',
    })
  })
  const fetched = await fetch(requestFor(body), zoom({ file: () => vttAnswer }))
  if (fetched.kind !== 'transcript') throw new Error(fetched.reason)
  expect(fetched.transcript.segments).toHaveLength(8)
  expect(fetched.transcript.segments[4]?.startMs).toBe(3_600_000 + 4859)
})

test('an empty transcript is a normal end', async () => {
  const http = zoom({ file: () => ({ body: 'WEBVTT\r\n\r\n' }) })
  expect(await fetch(requestFor(transcriptCompleted), http)).toEqual({ kind: 'none', reason: 'empty transcript', awaited: false })
})

type ErrorClass = typeof NotYetError | typeof PermanentError | typeof TransientError

describe('what passes is tried again, what stays is not', () => {
  test.each<[string, ScriptedAnswer, ErrorClass]>([
    ['429', { status: 429 }, TransientError],
    ['500', { status: 500 }, TransientError],
    ['503', { status: 503, body: '<html>' }, TransientError],
    ['404 with code 3301', { status: 404, body: { code: 3301, message: 'There is no recording' } }, NotYetError],
    ['404 with code 3001', { status: 404, body: { code: 3001 } }, NotYetError],
    ['404', { status: 404 }, PermanentError],
    ['400', { status: 400 }, PermanentError],
  ])('%s on a download', async (_, answer, kind) => {
    await expect(fetch(requestFor(transcriptCompleted, { credentials }), zoom({ file: () => answer }))).rejects.toBeInstanceOf(kind)
  })
  test.each<[string, ScriptedAnswer, ErrorClass]>([
    ['404 with code 3301', { status: 404, body: { code: 3301 } }, NotYetError],
    ['404', { status: 404, body: { code: 300 } }, PermanentError],
    ['403', { status: 403, body: { code: 104 } }, PermanentError],
    ['401, also with a new access token', { status: 401, body: { code: 124 } }, PermanentError],
    ['429', { status: 429 }, TransientError],
    ['502', { status: 502 }, TransientError],
    ['no JSON', { body: '<html>' }, TransientError],
    ['no transcript file yet', { body: { ...listed, recording_files: [] } }, NotYetError],
    [
      'a transcript still in the making',
      { body: { ...listed, recording_files: [{ ...listed.recording_files[0], status: 'processing' }] } },
      NotYetError,
    ],
  ])('%s from the API', async (_, api, kind) => {
    const http = zoom({ api, file: () => ({ status: 401 }) })
    await expect(fetch(requestFor(transcriptCompleted, { credentials }), http)).rejects.toBeInstanceOf(kind)
  })
  test('a connection that broke stays what the port said it is', async () => {
    const broken = new TransientError('example.zoom.us did not answer')
    await expect(fetch(requestFor(transcriptCompleted), zoom({ file: () => broken }))).rejects.toBe(broken)
  })
  test.each([
    ['30', now() + 30_000],
    ['Mon, 14 Sep 2026 16:05:00 GMT', Date.parse('2026-09-14T16:05:00Z')],
    ['2026-09-15T00:00:00Z', Date.parse('2026-09-15T00:00:00Z')],
    ['2026-09-14T15:00:00Z', now()],
    ['soon', undefined],
  ])('Retry-After: %s is obeyed', async (header, retryAt) => {
    const http = zoom({ file: () => ({ status: 429, headers: { 'retry-after': header } }) })
    await expect(fetch(requestFor(transcriptCompleted), http)).rejects.toMatchObject({ retryAt })
  })
})

test('an access token that Zoom no longer accepts is replaced once', async () => {
  let tokens = 0
  const http = scriptedHttp((request) => {
    if (request.url.includes('/oauth/token')) return { body: { access_token: `access-${++tokens}`, expires_in: 3600 } }
    if (request.url.startsWith('https://api'))
      return request.headers?.['authorization'] === 'Bearer access-2' ? { body: listed } : { status: 401 }
    return request.headers?.['authorization'] === 'Bearer fresh' ? vttAnswer : { status: 401 }
  })
  expect((await fetch(requestFor(transcriptCompleted, { credentials }), http)).kind).toBe('transcript')
  expect(tokens).toBe(2)
})

test('never sends a token to a host outside the list', async () => {
  const body = changed(transcriptCompleted, ({ payload }) => {
    payload.object.recording_files[0]!['download_url'] = 'https://evil.example/rec/x'
  })
  const http = zoom({ file: () => vttAnswer })
  await expect(fetch(requestFor(body, { credentials }), http)).rejects.toBeInstanceOf(PermanentError)
  expect(http.requests).toEqual([])
})

test('no error tells a token or an address', async () => {
  const messages: string[] = []
  for (const file of [{ status: 401 }, { status: 500 }, { status: 404 }, page, { body: 'WEBVTT\n\nrubbish sample' }]) {
    await fetch(requestFor(transcriptCompleted), zoom({ file: () => file })).catch((error: Error) => messages.push(error.message))
  }
  expect(messages).toHaveLength(5)
  expect(messages.join('\n')).not.toMatch(/sample|eyJ|\/rec\/|https?:/)
})

describe('a transcript without a cloud recording', () => {
  const aic = JSON.stringify({
    event: 'meeting.aic_transcript_completed',
    payload: {
      account_id: 'acc',
      object: { meeting_uuid: '/abc==', meeting_id: 97_763_643_886, meeting_start_time: '2026-09-14T15:00:00Z' },
    },
  })
  const answer = (fields: object) => ({ body: { can_download: true, download_url: 'https://example.zoom.us/rec/t', ...fields } })

  test('is found through the API', async () => {
    const http = zoom({ api: answer({}), file: () => vttAnswer })
    const fetched = await fetch(requestFor(aic, { credentials }), http)
    expect(fetched).toMatchObject({ kind: 'transcript', transcript: { startedAt: Date.parse('2026-09-14T15:00:00Z') } })
    expect(http.requests.map(({ url }) => url)).toContain('https://api.zoom.example/v2/meetings/%252Fabc%253D%253D/transcript')
  })
  test('that is not ready is tried again', async () => {
    const http = zoom({ api: answer({ can_download: false, download_restriction_reason: 'NOT_READY' }), file: () => vttAnswer })
    await expect(fetch(requestFor(aic, { credentials }), http)).rejects.toBeInstanceOf(NotYetError)
  })
  test('that has no words is a normal end', async () => {
    const http = zoom({ api: answer({ can_download: false, download_restriction_reason: 'NO_TRANSCRIPT_DATA' }), file: () => vttAnswer })
    expect(await fetch(requestFor(aic, { credentials }), http)).toMatchObject({ kind: 'none', awaited: false })
  })
  test('that may not be downloaded fails for good', async () => {
    const http = zoom({ api: answer({ can_download: false, download_restriction_reason: 'IP_ADDRESS_RESTRICTED' }), file: () => vttAnswer })
    await expect(fetch(requestFor(aic, { credentials }), http)).rejects.toThrow('IP_ADDRESS_RESTRICTED')
  })
})

test('content that is not the platform’s own fails for good', async () => {
  const request = requestFor(transcriptCompleted, { content: { uuid: 7 } })
  await expect(fetch(request, zoom({ file: () => vttAnswer }))).rejects.toThrow(
    'the content of the event cannot be used: uuid is not valid',
  )
})

describe('a file without a byte is empty, not refused', () => {
  const empty = { headers: { 'content-type': 'text/vtt' }, body: '' }
  test.each([{ credentials }, {}])('and so is the transcript: %j', async (over) => {
    const fetched = await fetch(requestFor(transcriptCompleted, over), zoom({ file: () => empty }))
    expect(fetched).toEqual({ kind: 'none', reason: 'empty transcript', awaited: false })
  })
})

test('a download that is refused with 401, also with a fresh token, is tried again: for some that passes', async () => {
  const fetching = fetch(requestFor(transcriptCompleted, { credentials }), zoom({ file: () => ({ status: 401 }) }))
  await expect(fetching).rejects.toBeInstanceOf(TransientError)
  await expect(fetching).rejects.toThrow('refused the transcript download with 401, also with a token fresh from its API')
  const refused = fetch(requestFor(transcriptCompleted, { credentials }), zoom({ file: () => ({ status: 403 }) }))
  await expect(refused).rejects.toBeInstanceOf(PermanentError)
})

describe('recordings of one meeting', () => {
  const file = (id: string, start: string) => ({
    ...(JSON.parse(transcriptCompleted) as ZoomBody).payload.object.recording_files[0],
    id,
    recording_start: start,
    download_url: `https://example.zoom.us/rec/download/${id}`,
  })
  const [one, two] = [file('one', '2026-09-14T15:00:42Z'), file('two', '2026-09-14T15:45:42Z')]
  const eventOf = (...files: object[]) => changed(transcriptCompleted, ({ payload }) => (payload.object.recording_files = files as never))
  const spoken = (text: string) => ({ ...vttAnswer, body: `WEBVTT\n\n00:01.000 --> 00:02.000\nAna: ${text}\n` })
  const answers = (request: HttpRequest) => spoken(request.url.endsWith('one') ? 'first part' : 'second part')
  const wordsOf = (fetched: Awaited<ReturnType<typeof fetch>>) =>
    fetched.kind === 'transcript' ? fetched.transcript.segments.map(({ startMs, text }) => [startMs, text]) : fetched

  test.each([
    ['in order', [one, two]],
    ['in reverse', [two, one]],
  ])('that are announced one by one add to each other, %s', async (_, files) => {
    const kept = new Map<string, KeptPart>()
    const keepParts = async (parts: readonly KeptPart[]) => {
      for (const part of parts) kept.set(part.id, part)
      return [...kept.values()]
    }
    await fetch(requestFor(eventOf(files[0]!), { keepParts }), zoom({ file: answers }))
    const fetched = await fetch(requestFor(eventOf(files[1]!), { keepParts }), zoom({ file: answers }))
    expect(wordsOf(fetched)).toEqual([
      [1000, 'first part'],
      [45 * 60_000 + 1000, 'second part'],
    ])
  })

  test('of which one is refused are published without it, where nothing can bring it', async () => {
    const http = zoom({ file: (request) => (request.url.endsWith('one') ? answers(request) : { status: 403 }) })
    const fetched = await fetch(requestFor(eventOf(one, two)), http)
    expect(wordsOf(fetched)).toEqual([[1000, 'first part']])
    expect(fetched).toMatchObject({ transcript: { notes: [{ code: 'missing-part', text: expect.stringContaining('part 2 of 2') }] } })
  })

  test('of which one is gone for good are published without it', async () => {
    const list = { ...listed, recording_files: [one, two] }
    const http = zoom({ api: { body: list }, file: (request) => (request.url.endsWith('one') ? answers(request) : { status: 410 }) })
    const fetched = await fetch(requestFor(eventOf(one, two), { credentials }), http)
    expect(fetched).toMatchObject({ transcript: { notes: [{ text: expect.stringContaining('answered 410') }] } })
  })

  test('without ids and starts are told apart all the same', async () => {
    const bare = [one, two].map(({ id: _id, recording_start: _start, ...rest }) => rest)
    expect(wordsOf(await fetch(requestFor(eventOf(...bare)), zoom({ file: answers })))).toHaveLength(2)
  })
})
