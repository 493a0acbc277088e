import { firefliesTranscriptReady, firefliesV1, firefliesV2 } from '../fireflies/webhooks.ts'
import type { Meeting, PlatformName } from '../meeting/meeting.ts'
import { otterSpeech, otterWorkspace } from '../otter/webhooks.ts'
import type { Occasion, Webhook } from '../webhook/webhook.ts'
import {
  zoomAicTranscriptCompleted,
  zoomMeetingEnded,
  zoomRecordingCompleted,
  zoomSpecTranscriptCompleted,
  zoomTranscriptCompleted,
  zoomUrlValidation,
} from '../zoom/webhooks.ts'

type Build = (meeting: Meeting, occasion: Occasion) => Webhook

/** What can be sent, by platform and event; the first of each platform is the usual one. */
export const webhooks: Readonly<Record<PlatformName, Readonly<Record<string, Build>>>> = {
  zoom: {
    'recording.transcript_completed': zoomTranscriptCompleted,
    'recording.completed': (meeting, occasion) => zoomRecordingCompleted(meeting, occasion),
    'transcript.completed': zoomSpecTranscriptCompleted,
    'meeting.aic_transcript_completed': zoomAicTranscriptCompleted,
    'meeting.ended': zoomMeetingEnded,
    'endpoint.url_validation': (_meeting, { at }) => zoomUrlValidation('qgg8vlvZRS6UYooatFL8Aw', at),
  },
  fireflies: {
    'transcript.ready': (meeting) => firefliesTranscriptReady(meeting),
    'transcript.updated': (meeting) => firefliesTranscriptReady(meeting, 'transcript.updated'),
    'meeting.transcribed': (meeting, occasion) => firefliesV2(meeting, occasion),
    'meeting.summarized': (meeting, occasion) => firefliesV2(meeting, occasion, 'meeting.summarized'),
    'meeting.bot_joined': (meeting, occasion) => firefliesV2(meeting, occasion, 'meeting.bot_joined'),
    'Transcription completed': (meeting) => firefliesV1(meeting),
  },
  otter: {
    'speech.created': (meeting) => otterSpeech(meeting),
    'speech.updated': (meeting) => otterSpeech(meeting, 'speech.updated'),
    conversation_completed: (meeting, occasion) => otterWorkspace(meeting, occasion),
    conversation_shared: (meeting, occasion) => otterWorkspace(meeting, occasion, 'conversation_shared'),
  },
}

/** The webhook of this name, or the platform's usual one; undefined for a name that the platform does not have. */
export const chooseWebhook = (
  platform: PlatformName,
  event: string | undefined,
  meeting: Meeting,
  occasion: Occasion,
): Webhook | undefined => {
  const builds = Object.entries(webhooks[platform])
  const chosen = event === undefined ? builds[0] : builds.find(([name]) => name === event)
  return chosen?.[1](meeting, occasion)
}
