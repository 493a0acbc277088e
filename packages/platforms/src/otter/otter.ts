import type { Platform } from '../platform.ts'
import { cluesFrom } from '../clues.ts'
import { sha256Hex } from '../hmac.ts'
import { readOtterEvent } from './events.ts'
import { OtterCredentials, fetchOtterTranscript } from './fetch.ts'
import { authenticateOtter, precheckOtter } from './signature.ts'

export interface OtterOptions {
  /** Base, without a version: `https://api.otter.ai`. */
  readonly apiUrl: string
}

/** Otter tries twice more at unknown intervals. The revision covers the text, so that a longer window swallows no change. */
const duplicateWindowMs = 3_600_000

/**
 * A partial transcript may come while people still talk, for 4 hours at most (https://otter.ai/pricing); processing then takes minutes,
 * at peak times hours: https://help.otter.ai/hc/en-us/articles/360048322493-Transcription-processing-time-FAQ
 */
const transcriptDeadlineMs = 8 * 3_600_000

/** Otter.ai: the workspace webhook, and the speeches of Hansard's specification. */
export const createOtter = (options: OtterOptions): Platform => {
  const deps = { apiUrl: options.apiUrl, now: () => Date.now() }
  return {
    name: 'otter',
    routes: ['speech-created', 'speech-updated', 'conversation-completed'],
    events: ['conversation_completed'],
    answerIdName: 'speech_id',
    signatureHeaders: ['x-otter-signature'],
    duplicateWindowMs,
    transcriptDeadlineMs,
    credentials: OtterCredentials,
    /** No header names it: what the body says does, or else the body. */
    deliveryId: ({ body }, event) => event?.delivery?.() ?? sha256Hex(body),
    precheck: precheckOtter,
    clues: (body) => cluesFrom(body, { accounts: [], emails: ['owner_email', 'email'] }),
    authenticate: authenticateOtter,
    readEvent: readOtterEvent,
    fetchTranscript: (request, http) => fetchOtterTranscript(request, http, deps),
  }
}
