import { z } from 'zod'
import type { PlatformEvent, Reading } from '../platform.ts'
import {
  faultOf,
  identifier,
  identityText,
  optionalEmail,
  optionalIdentity,
  optionalInstant,
  optionalMoment,
  optionalNumber,
  optionalTitle,
  optionalToken,
  optionalUrl,
  orNull,
} from '../fields.ts'
import { fingerprint } from '../fingerprint.ts'
import { readJson } from '../json-body.ts'
import { eventReading, unsupported } from '../readings.ts'
import { keptOf, keys } from '../kept.ts'
import { readChallenge } from './challenge.ts'
import type { ZoomContent, ZoomSecret } from './content.ts'
import { joinHostOf } from './join-host.ts'
import { otherEvent } from './other-events.ts'
import { type RecordingFile, RecordingFiles, transcriptFiles } from './recording-files.ts'

const accountId = optionalIdentity('payload.account_id')
const Envelope = z.compile(z.object({ event: z.string().min(1) }))

/**
 * Zoom never sends again what was answered with 400, so that only the occurrence must be named: its files can be listed through the API,
 * and a recording without any tells that a transcript is to be expected.
 */
const RecordingEvent = z.compile(
  z.object({
    event_ts: optionalMoment,
    download_token: optionalToken,
    payload: z.object({
      account_id: accountId,
      object: z.object({
        id: orNull(identifier),
        uuid: identityText,
        topic: optionalTitle,
        host_email: optionalEmail,
        start_time: optionalInstant,
        duration: optionalNumber,
        share_url: optionalUrl,
        recording_files: RecordingFiles,
      }),
    }),
  }),
)

/** A transcript without a cloud recording; other field names, no address, no host's e-mail. */
const AicTranscriptCompleted = z.compile(
  z.object({
    event_ts: optionalMoment,
    payload: z.object({
      account_id: accountId,
      object: z.object({
        meeting_uuid: identityText,
        meeting_id: orNull(identifier),
        meeting_topic: optionalTitle,
        meeting_start_time: optionalInstant,
        file_id: optionalIdentity('payload.object.file_id'),
      }),
    }),
  }),
)

/** What the journal keeps of a webhook. */
const known = keys(
  `event event_ts payload account_id operator_id object id uuid host_id topic type start_time timezone host_email duration total_size
   recording_count recording_files meeting_id meeting_uuid meeting_topic meeting_start_time file_id file_type file_extension file_size
   recording_type recording_start recording_end status deleted_time`,
)

const recordingEvents = new Set(['recording.completed', 'recording.transcript_completed', 'transcript.completed'])
export const aicTranscriptCompleted = 'meeting.aic_transcript_completed'

/** What a webhook of Zoom says: its own events, and `transcript.completed` as Hansard's specification calls them. */
export const readZoomEvent = (body: Buffer): Reading => {
  const json = readJson(body)
  if (json.kind === 'invalid') return json
  const envelope = Envelope.safeParse(json.value)
  if (!envelope.success) return { kind: 'invalid', reason: faultOf(envelope.error, json.value) }
  const { event } = envelope.data
  if (event === 'endpoint.url_validation') return readChallenge(json.value)
  if (event === aicTranscriptCompleted) return eventReading(AicTranscriptCompleted, json.value, known, aicEvent)
  if (recordingEvents.has(event)) return eventReading(RecordingEvent, json.value, known, (data) => recordingEventOf(event, data))
  return unsupported(event, () => keptOf(json.value, known), otherEvent(event))
}

const recordingEventOf = (eventType: string, data: z.infer<typeof RecordingEvent>): Omit<PlatformEvent, 'payload'> => {
  const { object, account_id } = data.payload
  const files = transcriptFiles(object.recording_files)
  const content: ZoomContent = {
    uuid: object.uuid,
    meetingId: object.id === null ? null : String(object.id),
    topic: object.topic,
    hostEmail: object.host_email,
    joinHost: joinHostOf(object.share_url),
    startTime: object.start_time,
    durationMs: object.duration === null ? null : Math.round(object.duration * 60_000),
    eventTs: data.event_ts,
    files: files.map(({ id, recording_start, recording_end }) => ({ id, start: recording_start, end: recording_end })),
  }
  const secret: ZoomSecret = { downloadToken: data.download_token, downloadUrls: files.map(({ download_url }) => download_url) }
  return {
    eventType,
    ...identityOf(account_id, object.uuid, object.id),
    hostEmails: object.host_email === null ? [] : [object.host_email],
    revision: revisionOf(eventType, object.uuid, object.recording_files),
    // Files of one meeting may be announced one by one: only what is told of the same files is replaced.
    subject: fingerprint(eventType, object.recording_files.map(({ id }) => id ?? '').toSorted()),
    occurredAt: data.event_ts,
    content: () => content,
    secret,
  }
}

const aicEvent = (data: z.infer<typeof AicTranscriptCompleted>): Omit<PlatformEvent, 'payload'> => {
  const { object, account_id } = data.payload
  const content: ZoomContent = {
    uuid: object.meeting_uuid,
    meetingId: object.meeting_id === null ? null : String(object.meeting_id),
    topic: object.meeting_topic,
    hostEmail: null,
    joinHost: joinHostOf(null),
    startTime: object.meeting_start_time,
    durationMs: null,
    eventTs: data.event_ts,
    files: [],
  }
  return {
    eventType: aicTranscriptCompleted,
    ...identityOf(account_id, object.meeting_uuid, object.meeting_id),
    hostEmails: [],
    revision: fingerprint(aicTranscriptCompleted, object.meeting_uuid, object.file_id),
    subject: aicTranscriptCompleted,
    occurredAt: data.event_ts,
    content: () => content,
  }
}

/** The uuid names one occurrence within an account; the number is shared by every occurrence of a recurring meeting. */
const identityOf = (account: string | null, uuid: string, id: string | number | null) => ({
  externalId: account === null ? uuid : `${account}/${uuid}`,
  aliases: id === null ? [uuid] : [uuid, String(id)],
  answerId: id ?? uuid,
})

/** Which files exist and how far each is. The same recording is announced more than once with other addresses and tokens: those do not count. */
const revisionOf = (eventType: string, uuid: string, files: readonly RecordingFile[]): string =>
  fingerprint(
    eventType,
    uuid,
    files.map((file) => JSON.stringify([file.id, file.file_type, file.recording_start, file.status, file.file_size])).toSorted(),
  )
