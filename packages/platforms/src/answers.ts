import { PermanentError, TransientError } from '@hansard/shared/errors'
import type { HttpAnswer } from '@hansard/shared/http/http'
import { retryAfter } from './instants.ts'

const passing = new Set([408, 425, 429])

/**
 * Whose fault an answer other than 2xx is: 408, 425, 429 and 5xx pass with time (never before `Retry-After`), every other status stays.
 * `what` names the request in the message; nothing of the answer's body gets into it.
 */
export const failureOf = (answer: HttpAnswer, what: string, now: number): PermanentError | TransientError => {
  const message = `${what} was answered ${answer.status}`
  if (answer.status < 500 && !passing.has(answer.status)) return new PermanentError(message)
  return new TransientError(message, {
    retryAt: retryAfter(answer.headers['retry-after'], now),
    scope: answer.status >= 500 ? 'platform' : 'record',
  })
}

export const isSuccess = (answer: HttpAnswer): boolean => answer.status >= 200 && answer.status < 300
