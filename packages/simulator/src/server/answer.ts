import { randomUUID } from 'node:crypto'
import type { Response } from 'express'
import type { PlatformName } from '../meeting/meeting.ts'

/** Zoom's code for a status: 3301 is a recording that is not there (yet), 124 an access token that is not valid. */
const zoomError = (status: number) => {
  switch (status) {
    case 401:
      return { code: 124, message: 'Invalid access token.' }
    case 404:
      return { code: 3301, message: 'There is no recording for this meeting.' }
    case 429:
      return { code: 429, message: 'You have reached the maximum per-second rate limit for this API.' }
    default:
      return { code: status, message: 'Internal error.' }
  }
}

/** The body of a GraphQL answer that has errors (docs.fireflies.ai/fundamentals/errors). */
export const graphqlErrors = (code: string, message: string, status: number, metadata: object = {}) => ({
  data: {},
  errors: [{ message, friendly: true, code, extensions: { code, status, helpUrls: [], correlationId: randomUUID(), metadata } }],
})

const FIREFLIES_CODES: Readonly<Record<number, string>> = {
  401: 'auth_failed',
  403: 'forbidden',
  404: 'object_not_found',
  429: 'too_many_requests',
}

const bodyOf = (platform: PlatformName, status: number): object => {
  switch (platform) {
    case 'zoom':
      return zoomError(status)
    case 'fireflies':
      return graphqlErrors(FIREFLIES_CODES[status] ?? 'internal_server_error', 'The request could not be served.', status)
    case 'otter':
      // Otter documents no error body; this one is invented.
      return { error: { status, message: 'The request could not be served.' } }
  }
}

/** Answers with an HTTP error in the platform's form. */
export const refuse = (response: Response, platform: PlatformName, status: number): void => {
  response.status(status).json(bodyOf(platform, status))
}

/** The page that Zoom shows, with status 200, in place of a file it does not give. */
export const answerWithPage = (response: Response): void => {
  response
    .status(200)
    .type('text/html')
    .send('<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>You need to sign in to see this recording</h1></body></html>')
}
