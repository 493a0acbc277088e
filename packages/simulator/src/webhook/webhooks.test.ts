import { expect, test } from 'vitest'
import { firefliesTranscriptReady, firefliesV1, firefliesV2 } from '../fireflies/webhooks.ts'
import { inventMeeting } from '../meeting/invent.ts'
import { sampleMeeting } from '../meeting/sample.ts'
import { otterSpeech, otterWorkspace, otterWorkspaceBare } from '../otter/webhooks.ts'
import {
  zoomAicTranscriptCompleted,
  zoomMeetingEnded,
  zoomRecordingCompleted,
  zoomTranscriptCompleted,
  zoomUrlValidation,
} from '../zoom/webhooks.ts'
import type { Webhook } from './webhook.ts'

const occasion = { at: 1_789_400_893_817, simulator: 'http://127.0.0.1:9000' }
const bodyOf = ({ body }: Webhook): unknown => JSON.parse(body)

test("Zoom's transcript event has its token beside the payload, milliseconds, and one file for each recording", () => {
  const meeting = inventMeeting(1, { recordings: 2 })
  const file = {
    file_type: 'TRANSCRIPT',
    file_extension: 'VTT',
    recording_type: 'audio_transcript',
    status: 'completed',
    meeting_id: meeting.zoom.uuid,
  }
  expect(bodyOf(zoomTranscriptCompleted(meeting, occasion))).toMatchObject({
    event: 'recording.transcript_completed',
    event_ts: 1_789_400_893_817,
    download_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    payload: {
      object: {
        id: meeting.zoom.number,
        start_time: '2026-09-14T15:00:00Z',
        host_email: meeting.people[0]?.email,
        recording_files: [file, file],
      },
    },
  })
})

test("Zoom's video event has no transcript, and captions without an id", () => {
  const { recording_files } = (
    bodyOf(zoomRecordingCompleted(sampleMeeting, occasion)) as {
      payload: { object: { recording_files: { id?: string; file_type: string }[] } }
    }
  ).payload.object
  expect(recording_files.map(({ file_type }) => file_type)).toEqual(['MP4', 'CC'])
  expect(recording_files[1]).not.toHaveProperty('id')
})

test('the same event told later has another body and another delivery id', () => {
  const [first, again, later] = [occasion, occasion, { ...occasion, at: occasion.at + 1 }].map((each) =>
    zoomTranscriptCompleted(sampleMeeting, each),
  )
  expect(again).toEqual(first)
  expect(later?.body).not.toBe(first?.body)
  expect(later?.headers['x-zm-request-id']).not.toBe(first?.headers['x-zm-request-id'])
})

test("Zoom's other events have the shapes that differ", () => {
  expect(bodyOf(zoomUrlValidation('abc', 5))).toEqual({ event: 'endpoint.url_validation', payload: { plainToken: 'abc' }, event_ts: 5 })
  expect(bodyOf(zoomAicTranscriptCompleted(sampleMeeting, occasion))).toMatchObject({
    payload: { object: { meeting_uuid: sampleMeeting.zoom.uuid } },
  })
  expect(bodyOf(zoomMeetingEnded(sampleMeeting, occasion))).toMatchObject({
    payload: { object: { id: String(sampleMeeting.zoom.number) } },
  })
})

test("Fireflies' events name the meeting three ways", () => {
  const { id } = sampleMeeting.fireflies
  expect(bodyOf(firefliesTranscriptReady(sampleMeeting))).toMatchObject({
    event: 'transcript.ready',
    transcript_id: id,
    meeting: { organizer_email: 'nadia@northwind.example', date: '2026-09-14T15:00:10Z' },
  })
  expect(bodyOf(firefliesV2(sampleMeeting, occasion))).toEqual({ event: 'meeting.transcribed', meeting_id: id, timestamp: occasion.at })
  expect(bodyOf(firefliesV1(sampleMeeting))).toEqual({ meetingId: id, eventType: 'Transcription completed' })
})

test("Otter's workspace webhook has the transcript in it, with and without the envelope", () => {
  const conversation = { id: sampleMeeting.otter.id, relationships: { transcript: { format: 'txt' } } }
  expect(bodyOf(otterWorkspace(sampleMeeting, occasion))).toMatchObject({
    meta: { retrieved_at: '2026-09-14T15:48:13.817000+00:00', webhook: { event: 'conversation_completed' } },
    data: { ...conversation, process_status: { outline: 'finished' } },
  })
  expect(bodyOf(otterWorkspaceBare(sampleMeeting))).toMatchObject({ ...conversation, process_status: { outline: 'success' } })
})

test('an unfinished speech says so and is shorter', () => {
  const speechOf = (webhook: Webhook) => (bodyOf(webhook) as { speech: { status: string; transcript: string; duration: number } }).speech
  const [partial, complete] = [
    speechOf(otterSpeech(sampleMeeting, 'speech.created', 0.5)),
    speechOf(otterSpeech(sampleMeeting, 'speech.updated')),
  ]
  expect([partial.status, complete.status]).toEqual(['processing', 'completed'])
  expect(partial.duration).toBeLessThan(complete.duration)
  expect(complete.transcript.startsWith(partial.transcript)).toBe(true)
})
