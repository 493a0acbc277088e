import type { IncomingMessage, ServerResponse } from 'node:http'

interface Waiting {
  readonly response: ServerResponse
  readonly keepAlive: boolean
}

const waiting = new WeakMap<IncomingMessage, Waiting>()

/**
 * For a request with `Expect: 100-continue`: its sender keeps the body back until it is invited. One that never is may still send it or not,
 * so the connection ends with the answer: what comes next on it could be either.
 */
export const awaitInvitation = (request: IncomingMessage, response: ServerResponse): void => {
  waiting.set(request, { response, keepAlive: response.shouldKeepAlive })
  response.shouldKeepAlive = false
}

/** The body is about to be read. */
export const inviteBody = (request: IncomingMessage): void => {
  const one = waiting.get(request)
  if (one === undefined) return
  waiting.delete(request)
  one.response.shouldKeepAlive = one.keepAlive
  one.response.writeContinue()
}
