import { hmacHex } from '@hansard/platforms/hmac'
import { secretOfA, urlKey } from '../test-ingress.ts'
import type { HonestDelivery } from './requests.ts'

const recording = JSON.stringify({
  event: 'recording.transcript_completed',
  event_ts: 1_785_368_934_000,
  download_token: 'token',
  payload: {
    account_id: 'A',
    object: {
      id: 84_512_007_731,
      uuid: 'aB+cD/eF==',
      topic: 'café 🚀',
      host_email: 'ann@a.example',
      start_time: '2026-09-14T15:00:10Z',
      duration: 42,
      recording_files: [{ id: 'f', file_type: 'TRANSCRIPT', status: 'completed', download_url: 'https://zoom.us/rec/f' }],
    },
  },
})
const challenge = '{"event":"endpoint.url_validation","payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event_ts":1654503849680}'
const transcribed = '{"event":"meeting.transcribed","timestamp":1710876543210,"meeting_id":"ASxwZxCstx","client_reference_id":"c"}'
const spoken = JSON.stringify({
  event: 'speech.created',
  speech: {
    id: 'Z',
    title: 'Sync',
    created_at: '2026-09-14T15:00:31Z',
    owner_email: 'ann@a.example',
    status: 'completed',
    transcript: 'Ann  00:12\nHi.\n',
  },
})

const signZoom = (body: Buffer): readonly string[] => {
  const timestamp = String(Math.floor(Date.now() / 1_000))
  return [`x-zm-request-timestamp: ${timestamp}`, `x-zm-signature: v0=${hmacHex(secretOfA, `v0:${timestamp}:`, body)}`]
}

/** Deliveries as the platforms send them to the test directory's integrations. */
export const honestDeliveries: readonly [HonestDelivery, ...HonestDelivery[]] = [
  { path: '/webhooks/zoom/recording-completed', body: recording, sign: signZoom },
  { path: `/webhooks/zoom/i/${urlKey}`, body: recording, sign: signZoom },
  { path: '/webhooks/zoom/recording-completed', body: challenge, sign: signZoom },
  {
    path: '/webhooks/fireflies/transcript-ready',
    body: transcribed,
    sign: (body) => [`x-hub-signature: sha256=${hmacHex(secretOfA, body)}`],
  },
  { path: `/webhooks/otter/i/${urlKey}`, body: spoken, sign: (body) => [`x-otter-signature: ${hmacHex(secretOfA, body)}`] },
]
