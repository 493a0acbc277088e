import { describe, expect, test } from 'vitest'
import { ZoomContent, ZoomSecret } from './content.ts'
import { readZoomEvent } from './events.ts'
import { changed, recordingCompleted, transcriptCompleted, type ZoomBody } from './fixtures.ts'

const eventIn = (body: string | Buffer) => {
  const reading = readZoomEvent(Buffer.from(body))
  if (reading.kind !== 'event') throw new Error(JSON.stringify(reading))
  return { ...reading.event, content: reading.event.content() }
}
const uuid = 'wK4/+jR8TtSx0b2nQe7mLA=='
const { account_id: account } = (JSON.parse(transcriptCompleted) as ZoomBody).payload

test('reads a completed transcript', () => {
  const event = eventIn(transcriptCompleted)
  expect(event).toMatchObject({
    eventType: 'recording.transcript_completed',
    externalId: `${account}/${uuid}`,
    aliases: [uuid, '85930046217'],
    answerId: 85_930_046_217,
    hostEmails: ['ines@halden.example'],
    occurredAt: 1_789_400_893_817,
  })
  expect(ZoomContent.parse(event.content)).toEqual({
    uuid,
    meetingId: '85930046217',
    topic: 'Catalogue d’automne 🍂 – weekly',
    hostEmail: 'ines@halden.example',
    joinHost: 'example.zoom.us',
    startTime: Date.parse('2026-09-14T15:00:10Z'),
    durationMs: 46 * 60_000,
    eventTs: 1_789_400_893_817,
    files: [
      {
        id: 'c03b7d52-6e1f-4f0a-8a41-2b9d5c7e1f02',
        start: Date.parse('2026-09-14T15:00:42Z'),
        end: Date.parse('2026-09-14T15:46:10Z'),
      },
    ],
  })
  expect(ZoomSecret.parse(event.secret)).toEqual({
    downloadToken: 'eyJhbGciOiJIUzUxMiJ9.sample.sample',
    downloadUrls: ['https://example.zoom.us/rec/download/c03b7d52-6e1f-4f0a-8a41-2b9d5c7e1f02'],
  })
})

test('reads the transcript event under the specification’s name too', () => {
  const body = changed(transcriptCompleted, (value) => {
    value.event = 'transcript.completed'
  })
  expect(eventIn(body)).toMatchObject({ eventType: 'transcript.completed', externalId: `${account}/${uuid}` })
})

test('takes closed captions for no transcript', () => {
  expect(eventIn(recordingCompleted).content).toMatchObject({ files: [] })
})

test('needs no more than the specification names', () => {
  const body = JSON.stringify({
    event: 'recording.completed',
    payload: { object: { id: 123, uuid: 'abc==', recording_files: [{ file_type: 'TRANSCRIPT', download_url: 'https://zoom.us/t' }] } },
  })
  expect(eventIn(body)).toMatchObject({
    externalId: 'abc==',
    answerId: 123,
    hostEmails: [],
    occurredAt: null,
    secret: { downloadToken: null, downloadUrls: ['https://zoom.us/t'] },
  })
})

test('puts several transcript files in order of their recordings', () => {
  const body = changed(transcriptCompleted, ({ payload }) => {
    const [file] = payload.object.recording_files
    payload.object.recording_files = [
      { ...file, id: 'second', recording_start: '2026-09-14T16:00:00Z', download_url: 'https://zoom.us/2' },
      { ...file, id: 'first', download_url: 'https://zoom.us/1' },
    ]
  })
  expect(eventIn(body).content).toMatchObject({ files: [{ id: 'first' }, { id: 'second' }] })
  expect(eventIn(body).secret).toMatchObject({ downloadUrls: ['https://zoom.us/1', 'https://zoom.us/2'] })
})

test.each([
  ['recording_type', { file_type: undefined, recording_type: 'audio_transcript' }],
  ['file_extension', { file_type: undefined, recording_type: 'unheard_of', file_extension: 'VTT' }],
])('finds the transcript by %s where file_type is not given', (_, fields) => {
  const body = changed(transcriptCompleted, ({ payload }) => Object.assign(payload.object.recording_files[0]!, fields))
  expect((eventIn(body).content as ZoomContent).files).toHaveLength(1)
})

test('tells two occurrences of a recurring meeting apart by their uuid', () => {
  const next = changed(transcriptCompleted, ({ payload }) => {
    payload.object['uuid'] = '//x+Yz0b2nQe7mLA=='
  })
  expect(eventIn(next).externalId).toBe(`${account}///x+Yz0b2nQe7mLA==`)
  expect(eventIn(next).answerId).toBe(eventIn(transcriptCompleted).answerId)
  expect(eventIn(next).revision).not.toBe(eventIn(transcriptCompleted).revision)
})

test('names a meeting by its uuid alone where the payload has no account, and keeps an id that is text', () => {
  const body = changed(transcriptCompleted, ({ payload }) => {
    delete payload.account_id
    payload.object['id'] = '85930046217'
  })
  expect(eventIn(body)).toMatchObject({ externalId: uuid, answerId: '85930046217' })
})

describe('the revision', () => {
  const original = eventIn(transcriptCompleted).revision
  test('is that of the event sent again with another address, token and time', () => {
    const again = changed(transcriptCompleted, (value) => {
      value.event_ts = 1_789_400_999_999
      value.download_token = 'another'
      value.payload.object['share_url'] = 'https://example.zoom.us/rec/share/y'
      Object.assign(value.payload.object.recording_files[0]!, { download_url: 'https://zoom.us/other', play_url: 'https://zoom.us/p' })
    })
    expect(eventIn(again).revision).toBe(original)
  })
  test('does not depend on the order of the files', () => {
    const reversed = changed(recordingCompleted, ({ payload }) => {
      payload.object.recording_files = payload.object.recording_files.toReversed()
    })
    expect(eventIn(reversed).revision).toBe(eventIn(recordingCompleted).revision)
  })
  test.each([
    ['another file', { id: 'c03b7d52-0000-4f0a-8a41-2b9d5c7e1f02' }],
    ['another status', { status: 'processing' }],
    ['another size', { file_size: 50_000 }],
  ])('is another with %s', (_, fields) => {
    const other = changed(transcriptCompleted, ({ payload }) => Object.assign(payload.object.recording_files[0]!, fields))
    expect(eventIn(other).revision).not.toBe(original)
  })
})

test('keeps tokens, passcodes and addresses out of content and payload', () => {
  const body = changed(recordingCompleted, ({ payload }) => {
    payload.object['password'] = 'hush-password'
    payload.object['recording_play_passcode'] = 'hush-passcode'
    payload.object['participant_audio_files'] = [{ download_url: 'https://example.zoom.us/rec/hush' }]
    payload.object.recording_files.push({ file_type: 'TRANSCRIPT', download_url: 'https://example.zoom.us/rec/hush' })
  })
  const { content, payload } = eventIn(body)
  for (const open of [JSON.stringify(content), JSON.stringify(payload())]) {
    expect(open).not.toMatch(/hush|sample|https:/)
    expect(open).toContain('85930046217')
  }
})

test('reads a transcript without a cloud recording', () => {
  const body = {
    event: 'meeting.aic_transcript_completed',
    event_ts: 1_789_400_000_000,
    payload: {
      account_id: 'acc',
      object: {
        meeting_uuid: uuid,
        meeting_id: 97_763_643_886,
        meeting_topic: 'Talk',
        meeting_start_time: '2026-09-14T15:00:00Z',
        file_id: 'F1',
      },
    },
  }
  expect(eventIn(JSON.stringify(body))).toMatchObject({
    externalId: `acc/${uuid}`,
    answerId: 97_763_643_886,
    hostEmails: [],
    content: { topic: 'Talk', startTime: Date.parse('2026-09-14T15:00:00Z') },
  })
})

describe('refuses what it cannot use, naming the field', () => {
  const without = (field: string) => (value: ZoomBody) => {
    delete value.payload.object[field]
  }
  test.each<[string, (value: ZoomBody) => void]>([
    ['payload.object.uuid is missing', without('uuid')],
    ['payload.object is missing', (value) => (value.payload = {} as never)],
    ['event is missing', (value) => (value.event = '')],
    ['event is not valid', (value) => (value.event = 7 as never)],
  ])('%s', (reason, change) => {
    expect(readZoomEvent(changed(recordingCompleted, change))).toEqual({ kind: 'invalid', reason })
  })
})

describe('one bad element costs that element: Zoom never sends again what was refused', () => {
  const [file] = (JSON.parse(transcriptCompleted) as ZoomBody).payload.object.recording_files
  test.each([undefined, null, [], {}, 'x', [null], ['x', 7, []]])('recording_files may be %j', (files) => {
    for (const body of [transcriptCompleted, recordingCompleted]) {
      const changedBody = changed(body, ({ payload }) => (payload.object.recording_files = files as never))
      expect(eventIn(changedBody).content).toMatchObject({ uuid, files: [] })
    }
  })
  test('a file beside odd elements is read', () => {
    const body = changed(transcriptCompleted, ({ payload }) => (payload.object.recording_files = [null, file, 'x', [file]] as never))
    expect(eventIn(body).content).toMatchObject({ files: [{ id: file?.['id'] }] })
    expect(eventIn(body).revision).toBe(eventIn(transcriptCompleted).revision)
  })
  test.each([undefined, null, 0, 1e300, '', { a: 1 }])('an id of %j leaves the occurrence, which the uuid names', (id) => {
    const event = eventIn(changed(recordingCompleted, ({ payload }) => (payload.object['id'] = id as never)))
    expect(event).toMatchObject({ externalId: `${account}/${uuid}`, aliases: [uuid], answerId: uuid, content: { meetingId: null } })
  })
})

test('ignores other events of Zoom, saying which', () => {
  const reading = readZoomEvent(Buffer.from(JSON.stringify({ event: 'meeting.ended', payload: { object: { id: '1' } } })))
  expect(reading).toMatchObject({ kind: 'ignored', eventType: 'meeting.ended', reason: 'Unsupported event type: meeting.ended' })
  expect(readZoomEvent(Buffer.from('{"event":"constructor"}')).kind).toBe('ignored')
})

test.each([
  [1e300, null],
  [-5, null],
  ['soon', null],
  [1.5, 2],
])('takes an event_ts of %j for %j', (given, expected) => {
  const body = changed(transcriptCompleted, (value) => {
    value.event_ts = given
  })
  expect(eventIn(body).occurredAt).toBe(expected)
})
