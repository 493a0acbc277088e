import { createHash } from 'node:crypto'
import { durationOf, hostOf } from '../meeting/meeting.ts'
import type { Meeting } from '../meeting/meeting.ts'
import type { Occasion, Webhook } from '../webhook/webhook.ts'

const webhook = (event: string, value: object, withDeliveryId: boolean): Webhook => {
  const body = JSON.stringify(value)
  const id = createHash('sha256').update(body).digest('hex').slice(0, 24)
  return {
    platform: 'fireflies',
    event,
    path: '/webhooks/fireflies/transcript-ready',
    body,
    headers: withDeliveryId ? { 'x-webhook-delivery-id': id } : {},
  }
}

/** The specification's payload, which names the organizer: `transcript.ready`, or `transcript.updated` after an edit. */
export const firefliesTranscriptReady = (
  meeting: Meeting,
  event: 'transcript.ready' | 'transcript.updated' = 'transcript.ready',
): Webhook =>
  webhook(
    event,
    {
      event,
      transcript_id: meeting.fireflies.id,
      transcript_url: `https://app.fireflies.ai/view/${meeting.fireflies.id}`,
      meeting: {
        title: meeting.titles.fireflies,
        date: new Date(meeting.startedAt).toISOString().replace(/\.\d+Z$/, 'Z'),
        duration: Math.round(durationOf(meeting) / 6_000) / 10,
        participants: meeting.people.map(({ email }) => email),
        organizer_email: hostOf(meeting).email,
      },
    },
    true,
  )

/** Webhooks V2: an id and nothing about the tenant, so it needs an integration's own URL or secret. */
export const firefliesV2 = (
  meeting: Meeting,
  { at }: Pick<Occasion, 'at'>,
  event: 'meeting.transcribed' | 'meeting.summarized' | 'meeting.bot_joined' = 'meeting.transcribed',
): Webhook => webhook(event, { event, meeting_id: meeting.fireflies.id, timestamp: at }, true)

/** Webhooks V1, which have no delivery id either. */
export const firefliesV1 = (meeting: Meeting): Webhook =>
  webhook('Transcription completed', { meetingId: meeting.fireflies.id, eventType: 'Transcription completed' }, false)
