import { STATUS_CODES, type ServerResponse } from 'node:http'
import { securityHeaders } from '@hansard/shared/runtime/http-server'

/** An RFC 9457 problem document. */
export interface Problem {
  readonly status: number
  /** What to fix, for a person; never a secret, never what the sender sent. */
  readonly detail: string
  readonly headers?: Readonly<Record<string, string>>
}

/** How long a platform should wait after a 503 (seconds). */
export const retryAfterSeconds = 5

/** Our own fault: the platform should send it again. */
export const unavailable = (detail: string, seconds = retryAfterSeconds): Problem => ({
  status: 503,
  detail,
  headers: { 'retry-after': String(seconds) },
})

/** Sends JSON as it is: no ETag, no charset guessing. Its length is said, so that head and body go out as one piece. */
export const sendJson = (response: ServerResponse, status: number, body: unknown, contentType = 'application/json'): void => {
  const json = JSON.stringify(body)
  response.writeHead(status, { ...securityHeaders, 'content-type': contentType, 'content-length': Buffer.byteLength(json) }).end(json)
}

export const sendProblem = (response: ServerResponse, { status, detail, headers = {} }: Problem): void => {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  sendJson(response, status, { title: STATUS_CODES[status] ?? 'Error', status, detail }, 'application/problem+json')
}
