import { expect, test } from 'vitest'
import { readZoomEvent } from './events.ts'
import { otherEvent } from './other-events.ts'

const read = (event: string) =>
  readZoomEvent(Buffer.from(JSON.stringify({ event, payload: { account_id: 'A', object: { note_id: 'n' } } })))

test.each([
  ['my_notes.transcript_generated', 'the transcript in the notes of one participant (My Notes)'],
  ['my_notes.note_generated', 'the notes of one participant (My Notes)'],
  ['my_notes.note_completed', 'recording.transcript_completed'],
  ['my_notes.something_new', 'the notes of one participant (My Notes)'],
  ['meeting.summary_completed', 'summary'],
  ['recording.started', 'not ready yet'],
  ['recording.trashed', 'no transcript comes with it'],
  ['session.recording_transcript_completed', 'Video SDK'],
  ['phone.recording_transcript_completed', 'Zoom Phone'],
  ['webinar.ended', 'recording.completed'],
])('%s is ignored, and the reason says what it is', (event, what) => {
  const reading = read(event)
  expect(reading).toMatchObject({ kind: 'ignored', eventType: event })
  const { reason } = reading as { reason: string }
  expect(reason.startsWith(`Unsupported event type: ${event}: `)).toBe(true)
  expect(reason).toContain(what)
})

test.each(['recording.completed', 'recording.transcript_completed', 'meeting.aic_transcript_completed'])('%s is taken', (event) => {
  expect(read(event).kind).not.toBe('ignored')
})

test.each(['meeting.ended', 'my_notesx', 'recording', 'toString', '__proto__', ''])('nothing is said of %j', (event) => {
  expect(otherEvent(event)).toBeUndefined()
})
