import type { Platform } from '../platform.ts'
import { cluesFrom } from '../clues.ts'
import { sha256Hex } from '../hmac.ts'
import { ZoomCredentials } from './credentials.ts'
import { readZoomEvent } from './events.ts'
import { fetchZoomTranscript } from './fetch.ts'
import { createOAuth } from './oauth.ts'
import { authenticateZoom, precheckZoom } from './signature.ts'

export interface ZoomOptions {
  /** Base of the REST API, version included: `https://api.zoom.us/v2`. */
  readonly apiUrl: string
  /** Base of the OAuth endpoints: `https://zoom.us/oauth`. */
  readonly oauthUrl: string
  /** Hosts transcripts may be downloaded from: `zoom.us`, `*.zoom.us`, `127.0.0.1:9000`. */
  readonly transcriptHosts: readonly string[]
  /** False: only the signature that Zoom documents is taken, not the specification's. */
  readonly allowSpecSignature?: boolean
}

/** Zoom sends again 5, 25 and 85 minutes after the first attempt. */
const duplicateWindowMs = 2 * 3_600_000

/**
 * Zoom says that processing takes about twice the length of the recording, occasionally up to 24 hours; the transcript is made after the
 * recording, which the first event announces. https://support.zoom.com/hc/en/article?id=zm_kb&sysparm_article=KB0062627
 */
const transcriptDeadlineMs = 24 * 3_600_000

/** Zoom: cloud recordings and transcripts. */
export const createZoom = (options: ZoomOptions): Platform => {
  const now = () => Date.now()
  const oauth = createOAuth({ oauthUrl: options.oauthUrl, now })
  const deps = { apiUrl: options.apiUrl, transcriptHosts: options.transcriptHosts, oauth, now }
  return {
    name: 'zoom',
    routes: ['recording-completed', 'transcript-completed'],
    events: ['recording.completed', 'recording.transcript_completed', 'meeting.aic_transcript_completed'],
    answerIdName: 'meeting_id',
    signatureHeaders: ['x-zm-signature', 'x-zm-request-timestamp', 'x-zm-request-id'],
    duplicateWindowMs,
    oneTimeSignature: ({ headers }) => headers['x-zm-signature'],
    transcriptDeadlineMs,
    credentials: ZoomCredentials,
    /** `x-zm-request-id` and body are the same on every retry; timestamp and signature are new. */
    deliveryId: ({ headers, body }) => {
      const requestId = headers['x-zm-request-id'] ?? ''
      return /^[\w-]{8,128}$/.test(requestId) ? requestId : sha256Hex(body)
    },
    precheck: precheckZoom,
    clues: (body) => cluesFrom(body, { accounts: ['account_id'], emails: ['host_email'] }),
    macsPerSecret: (options.allowSpecSignature ?? true) ? 2 : 1,
    authenticate: (delivery, secrets) => authenticateZoom(delivery, secrets, options.allowSpecSignature ?? true),
    readEvent: readZoomEvent,
    fetchTranscript: (request, http) => fetchZoomTranscript(request, http, deps),
  }
}
