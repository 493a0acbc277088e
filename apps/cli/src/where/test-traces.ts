import type { DeliveryTrace, Step } from './deliveries.ts'
import type { ExpectedTranscript } from './expected.ts'
import type { MeetingTrace } from './meetings.ts'

/** Seconds after 2026-03-03 09:30:00.120 UTC. */
export const at = (seconds: number): Date => new Date(Date.UTC(2026, 2, 3, 9, 30, seconds, 120))

export const ids = {
  delivery: '0190b5e4-7b5c-7cc0-9f0c-111111111111',
  transcript: '0190b5e4-7b5c-7cc0-9f0c-222222222222',
  meeting: '0190b5e4-7b5c-7cc0-9f0c-333333333333',
  workspace: '0190b5e4-7b5c-7cc0-9f0c-444444444444',
  otherTranscript: '0190b5e4-7b5c-7cc0-9f0c-555555555555',
  otherDelivery: '0190b5e4-7b5c-7cc0-9f0c-666666666666',
}

/** For tests: how a stage ended a delivery. */
export const step = (seconds: number, stage: string, status: string, fields: Partial<Step> = {}): Step => ({
  at: at(seconds),
  stage,
  status,
  reason: null,
  attempt: 1,
  details: {},
  ...fields,
})

export const retried = (seconds: number, attempt: number, reason: string, retryAt: number, errorClass = 'TransientError'): Step =>
  step(seconds, 'transcript-processor', 'retrying', { attempt, reason, details: { errorClass, retryAt: at(retryAt).toISOString() } })

/** Put off without spending an attempt. */
export const putOff = (seconds: number, retryAt: number, reason = 'the meeting is still live: its transcript is not final'): Step =>
  retried(seconds, 1, reason, retryAt, 'NotYetError')

/** A delivery that met a failure on its way. */
export const delivery: DeliveryTrace = {
  id: ids.delivery,
  platform: 'zoom',
  eventType: 'recording.transcript_completed',
  externalId: 'aDYlohsHRtCd4ii1uC2+hA==',
  workspaceId: ids.workspace,
  status: 'processed',
  receivedAt: at(0),
  steps: [
    step(0, 'verifier', 'verified'),
    step(1, 'deduper', 'processing', { reason: 'the first of its revision' }),
    retried(2, 1, 'Zoom answered 503 Service Unavailable to the download of the transcript file that the webhook names.', 62),
    step(62, 'transcript-processor', 'processing', { attempt: 2, details: { transcriptId: ids.transcript } }),
    step(63, 'merger', 'processed', {
      reason: `joined meeting ${ids.meeting} (score 0.96: 31 min at the same time)`,
      details: { meetingId: ids.meeting, revision: '2', score: '0.968' },
    }),
  ],
}

/** A delivery with these steps, the last of which tells its status. */
export const deliveryWith = (...steps: readonly Step[]): DeliveryTrace => ({
  ...delivery,
  status: steps.at(-1)?.status ?? 'received',
  steps,
})

export const meeting: MeetingTrace = {
  id: ids.meeting,
  workspaceId: ids.workspace,
  status: 'active',
  otherMeetingId: null,
  title: '週次計画会議 — Weekly planning, with everybody who can make it, and a title that does not end where a line does',
  startedAt: at(0),
  quality: null,
  speakers: [],
  sources: [
    { transcriptId: ids.transcript, platform: 'zoom', externalId: 'aDYlohsHRtCd4ii1uC2+hA==', score: null, reasons: [] },
    {
      transcriptId: ids.otherTranscript,
      platform: 'otter',
      externalId: 'x'.repeat(120),
      score: 0.968,
      reasons: [
        {
          evidence: 'text',
          value: 0.912,
          explanation: '91 % of the words are the same, in the same order, over 31 minutes of the meeting',
        },
        { evidence: 'time', value: 0.999, explanation: '31 min at the same time' },
      ],
    },
  ],
  revisions: [
    {
      revision: 1,
      at: at(3),
      kind: 'created',
      reason: 'the zoom transcript made a new meeting',
      by: null,
      webhookEventId: ids.delivery,
    },
    {
      revision: 2,
      at: at(63),
      kind: 'source-removed',
      reason: 'a transcript was taken out, asked for by jo@acme.example: another meeting',
      by: 'jo@acme.example',
      webhookEventId: null,
    },
  ],
}

/** Announced at 09:30, due a day later. */
export const expected: ExpectedTranscript = {
  transcriptId: ids.transcript,
  platform: 'zoom',
  externalId: 'aDYlohsHRtCd4ii1uC2+hA==',
  announcedAt: at(0),
  announcedBy: ids.delivery,
  dueAt: at(86_400),
  transcriptAt: null,
  noneAt: null,
}
