import { createHash } from 'node:crypto'
import { durationOf } from '../meeting/meeting.ts'
import type { Meeting } from '../meeting/meeting.ts'
import type { Occasion, Webhook } from '../webhook/webhook.ts'
import { describeRecording, transcriptFiles, videoFiles, zoomTime } from './recording.ts'
import { issueToken } from './tokens.ts'

const DAY_MS = 86_400_000

const webhook = (event: string, value: object): Webhook => {
  const body = JSON.stringify(value)
  const trackingId = createHash('sha256').update(body).digest('hex')
  return {
    platform: 'zoom',
    event,
    path: '/webhooks/zoom/recording-completed',
    body,
    headers: {
      'x-zm-request-id': `${trackingId.slice(0, 8)}_${trackingId.slice(8, 16)}`,
      'x-zm-trackingid': `v=2.0;clid=sim;rid=WEB_${trackingId.slice(16, 32)}`,
    },
  }
}

const recordingEvent = (event: string, meeting: Meeting, at: number, recording: object): Webhook =>
  webhook(event, {
    event,
    event_ts: at,
    payload: { account_id: meeting.zoom.accountId, object: recording },
    download_token: issueToken({ use: 'webhook', scope: meeting.zoom.uuid, expiresAt: at + DAY_MS }),
  })

/** The transcripts are there: one TRANSCRIPT file for each recording. Another `at` gives another body and token: a duplicate by meaning only. */
export const zoomTranscriptCompleted = (meeting: Meeting, { at, simulator }: Occasion): Webhook =>
  recordingEvent('recording.transcript_completed', meeting, at, describeRecording(meeting, transcriptFiles(meeting, simulator)))

/** The videos are there, usually before the transcript: no TRANSCRIPT file, unless `withTranscript`. */
export const zoomRecordingCompleted = (meeting: Meeting, { at, simulator }: Occasion, withTranscript = false): Webhook => {
  const files = [...videoFiles(meeting, simulator), ...(withTranscript ? transcriptFiles(meeting, simulator) : [])]
  const recording = { ...describeRecording(meeting, files), auto_delete: false, on_prem: false, recording_play_passcode: 'sim-passcode' }
  return recordingEvent('recording.completed', meeting, at, recording)
}

/** The specification's name for the transcript event, with Zoom's payload. */
export const zoomSpecTranscriptCompleted = (meeting: Meeting, { at, simulator }: Occasion): Webhook =>
  recordingEvent('transcript.completed', meeting, at, describeRecording(meeting, transcriptFiles(meeting, simulator)))

/** A transcript without a cloud recording: no address and no token, other key names. */
export const zoomAicTranscriptCompleted = (meeting: Meeting, { at }: Occasion): Webhook =>
  webhook('meeting.aic_transcript_completed', {
    event: 'meeting.aic_transcript_completed',
    event_ts: at,
    payload: {
      account_id: meeting.zoom.accountId,
      object: {
        host_id: meeting.zoom.hostId,
        meeting_uuid: meeting.zoom.uuid,
        meeting_id: meeting.zoom.number,
        meeting_topic: meeting.titles.zoom,
        meeting_start_time: zoomTime(meeting.startedAt),
        file_id: meeting.zoom.recordings[0]?.transcriptFileId.toUpperCase(),
        attach_type: 'durable_transcript',
      },
    },
  })

/** Zoom's handshake; what it must be answered with is `zoomChallengeAnswer`. */
export const zoomUrlValidation = (plainToken: string, at: number): Webhook =>
  webhook('endpoint.url_validation', { event: 'endpoint.url_validation', payload: { plainToken }, event_ts: at })

/** An event that is none of Hansard's business; its `object.id` is text, as in all meeting events. */
export const zoomMeetingEnded = (meeting: Meeting, { at }: Pick<Occasion, 'at'>): Webhook =>
  webhook('meeting.ended', {
    event: 'meeting.ended',
    event_ts: at,
    payload: {
      account_id: meeting.zoom.accountId,
      object: {
        id: String(meeting.zoom.number),
        uuid: meeting.zoom.uuid,
        host_id: meeting.zoom.hostId,
        topic: meeting.titles.zoom,
        type: 8,
        start_time: zoomTime(meeting.startedAt),
        end_time: zoomTime(meeting.startedAt + durationOf(meeting)),
        timezone: meeting.timezone,
      },
    },
  })
