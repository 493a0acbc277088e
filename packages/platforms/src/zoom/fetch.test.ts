import { NotYetError, PermanentError, TransientError } from '@hansard/shared/errors'
import type { HttpRequest } from '@hansard/shared/http/http'
import { describe, expect, test } from 'vitest'
import type { FetchRequest } from '../platform.ts'
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
