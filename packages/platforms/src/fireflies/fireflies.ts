import type { Platform } from '../platform.ts'
import { cluesFrom } from '../clues.ts'
import { sha256Hex } from '../hmac.ts'
import { readFirefliesEvent } from './events.ts'
import { FirefliesCredentials, fetchFirefliesTranscript } from './fetch.ts'
import { authenticateFireflies, precheckFireflies } from './signature.ts'

export interface FirefliesOptions {
  /** Base: the GraphQL endpoint is `{apiUrl}/graphql`, of the real one `https://api.fireflies.ai/graphql`. */
  readonly apiUrl: string
}

/** Fireflies documents no retries, others report some. Longer would take more of the updates that look alike for duplicates. */
const duplicateWindowMs = 30 * 60_000

/**
 * Its webhooks say that the transcript is there, and making one takes it 15 to 20 minutes:
 * https://help.fireflies.ai/en/article/i-had-a-meeting-sometime-ago-and-still-have-not-received-a-recap-xnwgmn/
 * What is still live or without sentences after six times that is worth a look.
 */
const transcriptDeadlineMs = 2 * 3_600_000

/** Fireflies: webhooks V1 and V2, and those of Hansard's specification. Transcripts come from its GraphQL API. */
export const createFireflies = (options: FirefliesOptions): Platform => {
  const deps = { apiUrl: options.apiUrl, now: () => Date.now() }
  return {
    name: 'fireflies',
    routes: ['transcript-ready', 'transcript-updated'],
    events: ['meeting.transcribed', 'meeting.summarized'],
    answerIdName: 'transcript_id',
    signatureHeaders: ['x-fireflies-signature', 'x-hub-signature', 'x-webhook-delivery-id'],
    duplicateWindowMs,
    transcriptDeadlineMs,
    credentials: FirefliesCredentials,
    /** `x-webhook-delivery-id` is undocumented but sent; without it the body, which has no time of sending but the event's own. */
    deliveryId: ({ headers, body }) => {
      const id = headers['x-webhook-delivery-id'] ?? ''
      return /^[\w-]{8,128}$/.test(id) ? id : sha256Hex(body)
    },
    precheck: precheckFireflies,
    /** Only the specification's shape names anybody. */
    clues: (body) => cluesFrom(body, { accounts: [], emails: ['organizer_email'] }),
    authenticate: authenticateFireflies,
    readEvent: readFirefliesEvent,
    fetchTranscript: (request, http) => fetchFirefliesTranscript(request, http, deps),
  }
}
