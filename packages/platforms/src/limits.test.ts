import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Http } from '@hansard/shared/http/http'
import { bounded } from './bounded.ts'
import { beginning, noticing } from './cuts.ts'
import { faultOf, identifier, identityIn, optionalEmail, optionalUrl, readable } from './fields.ts'
import { readFirefliesEvent } from './fireflies/events.ts'
import { fetchFirefliesTranscript } from './fireflies/fetch.ts'
import { transcriptAnswer } from './fireflies/fixtures.ts'
import { limits } from './limits.ts'
import { readOtterEvent } from './otter/events.ts'
import { fetchOtterTranscript } from './otter/fetch.ts'
import type { Fetched, FetchRequest, PlatformEvent, Reading } from './platform.ts'
import { readZoomEvent } from './zoom/events.ts'
import { fetchZoomTranscript } from './zoom/fetch.ts'
import { createOAuth } from './zoom/oauth.ts'
import { transcriptFiles } from './zoom/recording-files.ts'

const long = (length: number): string => 'x'.repeat(length)
const bodyOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))
const eventOf = (reading: Reading): PlatformEvent => {
  if (reading.kind !== 'event') throw new Error(JSON.stringify(reading))
  return reading.event
}
const requestOf = (event: PlatformEvent, more: Partial<FetchRequest> = {}): FetchRequest => ({
  eventType: event.eventType,
  externalId: event.externalId,
  content: JSON.parse(JSON.stringify(event.content())),
  secret: event.secret,
  credentials: undefined,
  renewCredentials: async (renewal) => renewal(undefined),
  receivedAt: 0,
  signal: new AbortController().signal,
  ...more,
})
const notesOf = (fetched: Fetched) => (fetched.kind === 'transcript' ? fetched.transcript.notes : [])
const noHttp: Http = async () => {
  throw new Error('nothing is asked')
}

const recording = (account_id: string, object: object = {}) =>
  bodyOf({
    event: 'recording.completed',
    payload: { account_id, object: { uuid: 'u1', topic: 'Weekly', recording_files: [], ...object } },
  })

describe('an identity', () => {
  test('of an account that is too long is told apart by its digest, and takes no more room than any other', () => {
    const [one, other] = ['a', 'b'].map((end) => eventOf(readZoomEvent(recording(long(8_000) + end))).externalId)
    expect(one).not.toBe(other)
    expect(one?.length).toBeLessThan(100)
    expect(one).toMatch(/^sha256:[0-9a-f]{64}\/u1$/)
  })

  test('that the platform is asked by is at fault when it is too long, and the reason names the field', () => {
    expect(readZoomEvent(recording('a', { uuid: long(257) }))).toEqual({
      kind: 'invalid',
      reason: 'payload.object.uuid has more than 256 characters',
    })
    expect(readFirefliesEvent(bodyOf({ event: 'meeting.transcribed', meeting_id: long(257) }))).toEqual({
      kind: 'invalid',
      reason: 'meeting_id has more than 256 characters',
    })
    const id = z.object({ id: identifier }).safeParse({ id: long(300) })
    expect(faultOf(id.error as z.ZodError, { id: long(300) })).toBe('id has more than 256 characters')
  })

  test('of ordinary length stays as it is', () => expect(identityIn(' a ', 'x')).toBe('a'))
})

describe('what is cut', () => {
  test('is never half a character', () => {
    expect(beginning('ab🍂', 3)).toBe('ab')
    expect(beginning('ab🍂', 4)).toBe('ab🍂')
  })

  test('is no address and no e-mail address: a part of one is another', () => {
    const { result, cuts } = noticing(() => [
      optionalEmail.parse(`a@${long(400)}.example`),
      optionalUrl.parse(`https://h.example/${long(5_000)}`),
    ])
    expect(result).toEqual([null, null])
    expect(cuts).toEqual([
      'an e-mail address of more than 320 characters was left out',
      'an address of more than 4096 characters was left out',
    ])
  })

  test('is told once, however many fields of a kind there are, and by nobody who did not ask', () => {
    const names = readable(optionalUrl, 'links', 3)
    const { cuts } = noticing(() => names.parse(Array.from({ length: 5 }, () => `https://h.example/${long(5_000)}`)))
    expect(cuts).toEqual(['2 of 5 links were left out', 'an address of more than 4096 characters was left out'])
    expect(noticing(() => names.parse([])).cuts).toEqual([])
  })

  test('of a Zoom webhook reaches the outcome: a long topic', async () => {
    const event = eventOf(readZoomEvent(recording('a', { topic: long(8_000) })))
    expect(await fetchOf(event)).toEqual({
      kind: 'none',
      awaited: true,
      reason: 'No transcript file available; the title was cut at 500 characters',
    })
  })

  test('of a Zoom webhook reaches the outcome: 6,000 transcript files', async () => {
    const recording_files = Array.from({ length: 6_000 }, (_, index) => ({ id: `f${index}`, file_type: 'TRANSCRIPT' }))
    const event = eventOf(readZoomEvent(recording('a', { recording_files })))
    const content = event.content() as { files: unknown[]; cuts: string[] }
    expect(content.files).toHaveLength(limits.transcriptFiles)
    expect(content.cuts).toEqual(['5000 of 6000 recording files were left out', '900 of 1000 transcript files were left out'])
    expect(transcriptFiles([])).toEqual([])
  })

  test('of an Otter webhook reaches the transcript: 8,000 calendar guests', async () => {
    const guests = Array.from({ length: 8_000 }, (_, index) => ({ name: `Guest ${index}`, email: `g${index}@halden.example` }))
    const data = { id: 'o1', title: 'Weekly', calendar_guests: guests, transcript: 'Ann  0:01\nHello there everybody.\n' }
    const event = eventOf(readOtterEvent(bodyOf({ data })))
    const fetched = await fetchOtterTranscript(requestOf(event), noHttp, { apiUrl: 'https://otter.example', now: () => 0 })
    expect(fetched.kind === 'transcript' && fetched.transcript.participants).toHaveLength(1_000)
    expect(notesOf(fetched)).toEqual([{ code: 'cut-fields', text: '7000 of 8000 calendar guests were left out' }])
  })

  test('of Fireflies’ answer reaches the transcript: attendees, and a title', async () => {
    const answer = transcriptAnswer() as { data: { transcript: Record<string, unknown> } }
    answer.data.transcript['title'] = long(600)
    answer.data.transcript['meeting_attendees'] = Array.from({ length: 1_500 }, (_, index) => ({ displayName: `Guest ${index}` }))
    const event = eventOf(readFirefliesEvent(bodyOf({ event: 'meeting.transcribed', meeting_id: 'm1' })))
    const http: Http = async () => ({ status: 200, headers: {}, body: bodyOf(answer) })
    const deps = { apiUrl: 'https://fireflies.example', now: () => 0 }
    const fetched = await fetchFirefliesTranscript(requestOf(event, { credentials: { apiKey: 'k' } }), http, deps)
    expect(notesOf(fetched).map(({ text }) => text)).toEqual(
      expect.arrayContaining(['the title was cut at 500 characters', '500 of 1500 attendees were left out']),
    )
  })
})

test('more speakers than a meeting has are not named, and a label is no longer than a name', () => {
  const segments = Array.from({ length: 3_000 }, (_, index) => ({
    startMs: index,
    endMs: index,
    speaker: index === 0 ? long(1_000) : `S${index}`,
    text: 'x',
    rawText: null,
  }))
  const transcript = {
    title: null,
    joinUrl: null,
    startedAt: null,
    durationMs: null,
    participants: [],
    segments,
    sourceUpdatedAt: null,
    notes: [],
  }
  const fetched = bounded({ kind: 'transcript', transcript }, [])
  const speakers = fetched.kind === 'transcript' ? fetched.transcript.segments.map(({ speaker }) => speaker) : []
  expect(speakers[0]).toBe(long(limits.name))
  expect(new Set(speakers).size).toBe(limits.speakers + 1)
  expect(notesOf(fetched).map(({ text }) => text)).toEqual([
    "a speaker's name was cut at 200 characters",
    '2000 of 3000 speakers are not named',
  ])
})

const fetchOf = (event: PlatformEvent): Promise<Fetched> => {
  const now = () => 0
  const deps = {
    apiUrl: 'https://zoom.example',
    transcriptHosts: [],
    now,
    oauth: createOAuth({ oauthUrl: 'https://zoom.example', now }),
  }
  return fetchZoomTranscript(requestOf(event), noHttp, deps)
}
