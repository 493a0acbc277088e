import { randomUUID } from 'node:crypto'
import { Router, urlencoded } from 'express'
import type { Request } from 'express'
import { endpoint } from '../server/endpoint.ts'
import { simulatorCredentials } from '../server/world.ts'
import type { World } from '../server/world.ts'
import { issueToken } from './tokens.ts'

const TOKEN_SECONDS = 3600

const { accountId, clientId, clientSecret, refreshToken: firstRefreshToken } = simulatorCredentials.zoom
const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`

/** Zoom takes its parameters from the form or from the query. */
const parameter = (request: Request, name: string): string | undefined => {
  const form: unknown = request.body
  const inForm = typeof form === 'object' && form !== null ? Object.entries(form).find(([key]) => key === name)?.[1] : undefined
  const value: unknown = inForm ?? request.query[name]
  return typeof value === 'string' ? value : undefined
}

/**
 * `POST /token`: server-to-server (account_credentials) and user grants (refresh_token). A refresh token is good once: the answer
 * brings the next one, and the old one is refused from then on.
 */
export const zoomOauth = (world: World): Router => {
  let current = firstRefreshToken
  const grant = (extra: object) => ({
    access_token: issueToken({ use: 'access', scope: accountId, expiresAt: world.now() + TOKEN_SECONDS * 1000 }),
    token_type: 'bearer',
    expires_in: TOKEN_SECONDS,
    scope: 'cloud_recording:read:list_recording_files:admin cloud_recording:read:meeting_transcript:admin',
    api_url: `http://${world.apiHost()}/zoom`,
    ...extra,
  })
  const router = Router()
  router.post(
    '/token',
    urlencoded({ extended: false }),
    endpoint(world, 'zoom.oauth', (request, response) => {
      if (request.headers.authorization !== basic) {
        response.status(401).json({ reason: 'Invalid client_id or client_secret', error: 'invalid_client' })
        return
      }
      const grantType = parameter(request, 'grant_type')
      if (grantType === 'account_credentials' && parameter(request, 'account_id') === accountId) {
        response.json(grant({}))
        return
      }
      if (grantType === 'refresh_token' && parameter(request, 'refresh_token') === current) {
        current = `simulated-zoom-refresh-${randomUUID()}`
        response.json(grant({ refresh_token: current }))
        return
      }
      response.status(400).json({ reason: 'Invalid Token!', error: grantType === undefined ? 'unsupported_grant_type' : 'invalid_grant' })
    }),
  )
  return router
}
