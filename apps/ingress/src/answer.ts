import type { Platform } from '@hansard/platforms/platform'
import type { Recognition } from '@hansard/platforms/recognition'
import { overLimitReason, type Admission } from './limits/admission.ts'
import { unavailable, type Problem } from './problem.ts'

/** The label `status` of webhook_requests_total: how a request ended. */
export type RequestStatus =
  | 'accepted'
  | 'duplicate'
  | 'ignored'
  | 'deferred'
  | 'challenge'
  | 'rate_limited'
  | 'address_blocked'
  | 'source_not_allowed'
  | 'bad_request'
  | 'signature_failed'
  | 'unknown_integration'
  | 'method_not_allowed'
  | 'too_large'
  | 'unsupported_encoding'
  | 'cut_off'
  | 'busy'
  | 'unknown_sender'
  | 'unavailable'
  | 'error'

/** What the platform is told. */
export type Answer = { readonly status: RequestStatus } & (
  | { readonly body: Readonly<Record<string, unknown>> }
  | { readonly problem: Problem }
)

/** What is stored before it is answered, and what is not stored at all. */
export type Storable = Extract<Recognition, { kind: 'event' | 'ignored' }>
export type Refused = Exclude<Recognition, Storable>

/** Authentic deliveries are made durable, whatever they say; everything else is answered at once. */
export const isStorable = (recognition: Recognition): recognition is Storable =>
  recognition.kind === 'event' || recognition.kind === 'ignored'

/**
 * The answer to a delivery that is durable. `seen`: its event was claimed before; only a hint, the deduper decides. `deferred`: it is
 * processed later, which is nothing to the platform and something to our metrics.
 */
export const storedAnswer = (
  platform: Platform,
  recognition: Storable,
  webhookEventId: string,
  { seen, deferred }: { readonly seen: boolean; readonly deferred: boolean },
): Answer => {
  if (recognition.kind === 'ignored')
    return { status: deferred ? 'deferred' : 'ignored', body: { status: 'ignored', reason: recognition.reason } }
  const status = seen ? 'duplicate' : 'accepted'
  const body = { status, [platform.answerIdName]: recognition.event.answerId, webhook_event_id: webhookEventId }
  return { status: deferred ? 'deferred' : status, body }
}

/** The answer to a delivery that is refused for coming too often: when one more is taken, to the second. */
export const overLimitAnswer = ({ intake, retryAfterMs }: Extract<Admission, { kind: 'over' }>): Answer => {
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1_000))
  return {
    status: 'rate_limited',
    problem: {
      status: 429,
      detail: `This delivery is ${overLimitReason(intake)}. Send it again in ${seconds} s.`,
      headers: { 'retry-after': String(seconds) },
    },
  }
}

/** As long as a budget takes to be there again. */
const unknownSenderAgainSeconds = 60

/** The answer to a delivery that is not stored. */
export const refusedAnswer = (recognition: Refused): Answer => {
  if (recognition.kind === 'challenge') return { status: 'challenge', body: recognition.answer }
  if (recognition.kind === 'missing') return { status: 'bad_request', problem: { status: 400, detail: recognition.detail } }
  if (recognition.kind === 'invalid') return { status: 'bad_request', problem: { status: 400, detail: recognition.reason } }
  if (recognition.kind === 'forged') return { status: 'signature_failed', problem: { status: 401, detail: recognition.detail } }
  if (recognition.unsearched) return { status: 'unknown_sender', problem: unavailable(recognition.detail, unknownSenderAgainSeconds) }
  return { status: 'unavailable', problem: unavailable(recognition.detail) }
}

/**
 * The answer to an address of which too much was not authentic, before anything of the request is looked at. No 4xx: should it be an
 * authentic delivery of a neighbour behind the same address after all, its platform sends it again.
 */
export const blockedAnswer = (blockedMs: number): Answer => ({
  status: 'address_blocked',
  problem: {
    status: 503,
    detail: 'Too much that came from this address was not authentic. Send it again later.',
    headers: { 'retry-after': String(Math.ceil(blockedMs / 1_000)), connection: 'close' },
  },
})

export const sourceNotAllowed: Answer = {
  status: 'source_not_allowed',
  problem: { status: 403, detail: 'Deliveries of this integration are not taken from this address.' },
}

/** Whether the sender has shown to know a secret (or the key in an integration's URL); undefined: it does not show. */
export const wasAuthentic = (answer: Answer, recognition: Recognition | undefined): boolean | undefined => {
  if (recognition?.kind === 'unavailable' && recognition.unsearched === true) return false
  if (recognition === undefined || recognition.kind === 'unavailable') return strangersAnswers.has(answer.status) ? false : undefined
  return recognition.kind !== 'forged' && recognition.kind !== 'missing'
}

const strangersAnswers: ReadonlySet<RequestStatus> = new Set(['unknown_integration', 'too_large', 'unsupported_encoding', 'cut_off'])

/** The label `event_type` of our metrics: names of events this platform is known to send; whatever else arrives shares one value. */
export const eventTypeLabel = (platform: Platform, recognition: Recognition | undefined): string => {
  if (recognition?.kind === 'event') return recognition.event.eventType
  if (recognition?.kind !== 'ignored') return 'unknown'
  return recognition.event !== undefined || platform.events.includes(recognition.eventType) ? recognition.eventType : 'unknown'
}
