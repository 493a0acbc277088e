import { z } from 'zod'
import type { PlatformEvent, Reading } from '../platform.ts'
import {
  faultOf,
  identifier,
  optionalCode,
  optionalEmail,
  optionalIdentity,
  optionalMoment,
  optionalNumber,
  optionalTitle,
} from '../fields.ts'
import { fingerprint } from '../fingerprint.ts'
import { readJson } from '../json-body.ts'
import { eventReading, unsupported } from '../readings.ts'
import { keptOf, keys } from '../kept.ts'
import type { FirefliesContent } from './content.ts'

/** `transcript.ready` and `transcript.updated` as Hansard's specification has them. */
const Specified = z.compile(
  z.object({
    transcript_id: identifier,
    timestamp: optionalMoment,
    meeting: z
      .object({
        title: optionalTitle,
        date: optionalIdentity('meeting.date'),
        duration: optionalNumber,
        organizer_email: optionalEmail,
      })
      .catch({ title: null, date: null, duration: null, organizer_email: null }),
  }),
)

/** V2: `{event, timestamp, meeting_id}`, https://docs.fireflies.ai/graphql-api/webhooks-v2 */
const Second = z.compile(z.object({ meeting_id: identifier, timestamp: optionalMoment }))

/** V1: `{meetingId, eventType}`, https://docs.fireflies.ai/graphql-api/webhooks */
const First = z.compile(z.object({ meetingId: identifier }))

/** What the journal keeps of a webhook. */
const known = keys('event eventType timestamp meeting_id meetingId transcript_id meeting title date duration organizer_email')

const Envelope = z.compile(z.object({ event: optionalCode, eventType: optionalCode }))

/** The one event of V1, `Transcription completed`, in the spelling of the others. */
export const transcriptionCompleted = 'transcription.completed'

/** What a webhook of Fireflies says, in any of its three shapes. */
export const readFirefliesEvent = (body: Buffer): Reading => {
  const json = readJson(body)
  if (json.kind === 'invalid') return json
  const envelope = Envelope.safeParse(json.value)
  if (!envelope.success) return { kind: 'invalid', reason: faultOf(envelope.error, json.value) }
  const name = envelope.data.event ?? v1Name(envelope.data.eventType)
  if (name === null) return { kind: 'invalid', reason: 'event is missing' }
  switch (name) {
    case 'transcript.ready':
    case 'transcript.updated':
      return eventReading(Specified, json.value, known, (data) => specifiedEvent(name, data))
    case 'meeting.transcribed':
    case 'meeting.summarized':
      return eventReading(Second, json.value, known, (data) => secondEvent(name, data))
    case transcriptionCompleted:
      return eventReading(First, json.value, known, ({ meetingId }) => ({
        ...eventOf(name, meetingId, { title: null, timestamp: null }),
        revision: fingerprint('transcribed', String(meetingId)),
        subject: 'transcribed',
      }))
    default:
      return unsupported(name, () => keptOf(json.value, known))
  }
}

const v1Name = (eventType: string | null): string | null =>
  eventType?.toLowerCase() === 'transcription completed' ? transcriptionCompleted : eventType

type Event = Omit<PlatformEvent, 'payload'>

/**
 * What a revision covers. The webhooks carry no transcript, so a revision is as much of its state as they tell:
 * - "it was transcribed" (ready, transcribed, V1) happens once per meeting: the id, and what the specification's shape says of the meeting;
 *   not the timestamp, so that sending it again is a duplicate however it is stamped;
 * - "it changed" (updated, summarized) may happen often: the body's own timestamp too, because each is another state. Two updates that
 *   are alike to the last byte cannot be told from one that was sent twice: the second counts as a duplicate within the window.
 */
const specifiedEvent = (
  eventType: 'transcript.ready' | 'transcript.updated',
  { transcript_id, timestamp, meeting }: z.infer<typeof Specified>,
): Event => ({
  ...eventOf(eventType, transcript_id, { title: meeting.title, timestamp }),
  hostEmails: meeting.organizer_email === null ? [] : [meeting.organizer_email],
  subject: eventType === 'transcript.ready' ? 'transcribed' : 'changed',
  revision: fingerprint(
    eventType === 'transcript.ready' ? 'transcribed' : 'changed',
    String(transcript_id),
    meeting.title,
    meeting.date,
    meeting.duration,
    ...(eventType === 'transcript.updated' ? [timestamp] : []),
  ),
})

const secondEvent = (
  eventType: 'meeting.transcribed' | 'meeting.summarized',
  { meeting_id, timestamp }: z.infer<typeof Second>,
): Event => ({
  ...eventOf(eventType, meeting_id, { title: null, timestamp }),
  subject: eventType === 'meeting.transcribed' ? 'transcribed' : 'changed',
  revision:
    eventType === 'meeting.transcribed'
      ? fingerprint('transcribed', String(meeting_id))
      : fingerprint('changed', String(meeting_id), timestamp),
})

const eventOf = (eventType: string, id: string | number, content: FirefliesContent): Omit<Event, 'revision' | 'subject'> => ({
  eventType,
  externalId: String(id),
  aliases: [],
  answerId: id,
  hostEmails: [],
  occurredAt: content.timestamp,
  content: () => content,
})
