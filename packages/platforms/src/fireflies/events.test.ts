import { describe, expect, test } from 'vitest'
import { readFirefliesEvent } from './events.ts'
import { meetingTranscribed, transcriptionCompletedV1, transcriptReady } from './fixtures.ts'

const id = '01N5T4QJ8W2EXC7VB9KD3MA6RZ'
const eventIn = (body: string | object) => {
  const reading = readFirefliesEvent(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)))
  if (reading.kind !== 'event') throw new Error(JSON.stringify(reading))
  return { ...reading.event, content: reading.event.content() }
}

test('reads the specification’s transcript.ready', () => {
  expect(eventIn(transcriptReady)).toMatchObject({
    eventType: 'transcript.ready',
    externalId: id,
    answerId: id,
    hostEmails: ['ines@halden.example'],
    occurredAt: null,
    content: { title: 'Catalogue weekly', timestamp: null },
  })
})

test('reads V2, which names no host', () => {
  expect(eventIn(meetingTranscribed)).toMatchObject({
    eventType: 'meeting.transcribed',
    externalId: id,
    hostEmails: [],
    occurredAt: 1_789_401_055_210,
  })
})

test('reads V1', () => {
  expect(eventIn(transcriptionCompletedV1)).toMatchObject({ eventType: 'transcription.completed', externalId: id, hostEmails: [] })
})

test('a summary may come before its transcript: both are events of one meeting', () => {
  expect(eventIn({ event: 'meeting.summarized', timestamp: 1, meeting_id: id })).toMatchObject({
    eventType: 'meeting.summarized',
    externalId: id,
  })
})

test('participants are no hosts', () => {
  const body = { event: 'transcript.ready', transcript_id: id, meeting: { participants: ['guest@elsewhere.example'] } }
  expect(eventIn(body).hostEmails).toEqual([])
})

test.each([{}, { meeting: null }, { meeting: 'x' }, { meeting: { title: 7, duration: 'long', organizer_email: 'nobody' } }])(
  'reads the id whatever else is wrong: %j',
  (fields) => {
    expect(eventIn({ event: 'transcript.ready', transcript_id: id, ...fields })).toMatchObject({ externalId: id, hostEmails: [] })
  },
)

describe('the revision', () => {
  const transcribed = (fields: object) => eventIn({ event: 'meeting.transcribed', meeting_id: id, ...fields }).revision
  const summarized = (fields: object) => eventIn({ event: 'meeting.summarized', meeting_id: id, ...fields }).revision
  const updated = (fields: object) => eventIn({ event: 'transcript.updated', transcript_id: id, ...fields }).revision

  test('of "transcribed" is the same however often and whenever it is sent', () => {
    expect(transcribed({ timestamp: 1 })).toBe(transcribed({ timestamp: 2, client_reference_id: 'x' }))
    expect(transcribed({ timestamp: 1 })).toBe(eventIn(transcriptionCompletedV1).revision)
  })
  test('of "ready" differs when the meeting was renamed', () => {
    const renamed = transcriptReady.replace('Catalogue weekly', 'Catalogue monthly')
    expect(eventIn(renamed).revision).not.toBe(eventIn(transcriptReady).revision)
  })
  test('of "summarized" and "updated" is another for another time: each is a new state', () => {
    expect(summarized({ timestamp: 1 })).not.toBe(summarized({ timestamp: 2 }))
    expect(updated({ timestamp: 1 })).not.toBe(updated({ timestamp: 2 }))
    expect(summarized({ timestamp: 1 })).toBe(summarized({ timestamp: 1 }))
  })
  test('of "updated" covers what is told of the meeting, not its address', () => {
    expect(updated({ meeting: { duration: 1 } })).not.toBe(updated({ meeting: { duration: 2 } }))
    expect(updated({ transcript_url: 'https://a.example' })).toBe(updated({ transcript_url: 'https://b.example' }))
  })
})

test.each([
  [{ event: 'meeting.bot_joined', meeting_id: id }, 'meeting.bot_joined'],
  [{ event: 'test' }, 'test'],
  [{ eventType: 'Something else', meetingId: id }, 'Something else'],
  [{ event: 'toString' }, 'toString'],
])('ignores %j, so that Fireflies does not count a failure', (body, eventType) => {
  expect(readFirefliesEvent(Buffer.from(JSON.stringify(body)))).toMatchObject({
    kind: 'ignored',
    eventType,
    reason: `Unsupported event type: ${eventType}`,
  })
})

test.each([
  [{ event: 'transcript.ready' }, 'transcript_id is missing'],
  [{ event: 'meeting.transcribed', meeting_id: '' }, 'meeting_id is missing'],
  [{ event: 'meeting.transcribed', meeting_id: {} }, 'meeting_id is not valid'],
  [{ eventType: 'Transcription completed' }, 'meetingId is missing'],
  [{ meeting_id: id }, 'event is missing'],
  [[], 'the body must be a JSON object'],
  [null, 'the body must be a JSON object'],
])('refuses %j: %s', (body, reason) => {
  expect(readFirefliesEvent(Buffer.from(JSON.stringify(body)))).toEqual({ kind: 'invalid', reason })
})

test('keeps addresses out of the payload', () => {
  expect(JSON.stringify(eventIn(transcriptReady).payload())).not.toContain('https:')
})
