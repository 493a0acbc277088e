import { createHash, timingSafeEqual } from 'node:crypto'
import type { RequestHandler } from 'express'
import type { Platform } from '@hansard/platforms/platform'
import { sendJson, sendProblem } from './problem.ts'

export interface EndpointUrlDeps {
  readonly operatorToken: string | undefined
  /** Where platforms reach the ingress, without a slash at the end. */
  publicUrl(): string
}

/** Tells an operator what to enter at the platform. Opened by the operator token alone, and never tells a secret. */
export const endpointUrl = (platform: Platform, { operatorToken, publicUrl }: EndpointUrlDeps): RequestHandler => {
  const isOperator = operatorToken === undefined ? undefined : bearerIs(operatorToken)
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return sendProblem(response, { status: 405, detail: 'This address is read with GET.', headers: { allow: 'GET, HEAD' } })
    if (isOperator === undefined)
      return sendProblem(response, { status: 403, detail: 'Closed: set OPERATOR_TOKEN for the ingress to open it to operators.' })
    if (!isOperator(request.headers.authorization))
      return sendProblem(response, {
        status: 401,
        detail: 'Send the operator token as "Authorization: Bearer <token>".',
        headers: { 'www-authenticate': 'Bearer realm="operator"' },
      })
    const base = `${publicUrl()}/webhooks/${platform.name}`
    const urls = platform.routes.map((route) => `${base}/${route}`)
    response.setHeader('cache-control', 'no-store')
    return sendJson(response, 200, {
      url: urls[0] ?? `${base}/i/{integrationKey}`,
      urls,
      integration_url: `${base}/i/{integrationKey}`,
      supported_events: platform.events,
      signature_headers: platform.signatureHeaders,
    })
  }
}

/** In constant time, whatever is sent: digests are compared, which always have one length. */
const bearerIs = (token: string): ((authorization: string | undefined) => boolean) => {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  const expected = digest(token)
  return (authorization = '') => {
    const sent = /^bearer +(.+)$/i.exec(authorization)?.[1] ?? ''
    return timingSafeEqual(digest(sent), expected)
  }
}
