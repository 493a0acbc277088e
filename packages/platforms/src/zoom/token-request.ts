import { z } from 'zod'
import { TransientError } from '@hansard/shared/errors'
import type { Http, HttpAnswer } from '@hansard/shared/http/http'
import { jsonTypes } from '@hansard/shared/http/media-type'
import { failureOf, isSuccess } from '../answers.ts'
import { readAs } from '../fields.ts'
import { readJson } from '../json-body.ts'
import type { ZoomCredentials } from './credentials.ts'

/** An access token, and when it should no longer be used (epoch milliseconds). */
export interface Grant {
  readonly accessToken: string
  readonly expiresAt: number
}

export interface TokenDeps {
  /** A base: tokens come from `POST {oauthUrl}/token`. */
  readonly oauthUrl: string
  readonly now: () => number
}

const TokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  refresh_token: z.string().min(1).optional(),
})

/** A token is not used in the last minute of its life. */
const marginMs = 60_000

/** Asks Zoom for an access token. `refreshToken`: the one that replaces the one asked with. Throws TransientError, or PermanentError when Zoom refuses the credentials. */
export const requestGrant = async (
  credentials: ZoomCredentials,
  deps: TokenDeps,
  signal: AbortSignal,
  http: Http,
): Promise<Grant & { readonly refreshToken: string | undefined }> => {
  const askedAt = deps.now()
  const answer = await http({
    ...tokenRequest(credentials),
    url: `${deps.oauthUrl}/token`,
    mediaTypes: jsonTypes,
    maxBytes: 65_536,
    timeoutMs: 10_000,
    signal,
  })
  if (!isSuccess(answer)) throw refusalOf(answer, credentials, deps.now())
  const json = readJson(answer.body)
  if (json.kind === 'invalid') throw new TransientError(`Zoom's token endpoint: ${json.reason}`)
  const token = readAs(TokenAnswer, json.value, "the answer of Zoom's token endpoint")
  return { accessToken: token.access_token, expiresAt: askedAt + token.expires_in * 1000 - marginMs, refreshToken: token.refresh_token }
}

const tokenRequest = (credentials: ZoomCredentials) => {
  const form = new URLSearchParams(
    'refreshToken' in credentials
      ? { grant_type: 'refresh_token', refresh_token: credentials.refreshToken }
      : { grant_type: 'account_credentials', account_id: credentials.accountId },
  )
  const basic = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64')
  return {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  } as const
}

/** A refused refresh token is not final: a person may be entering a new consent this moment, which the next attempt reads. */
const refusalOf = (answer: HttpAnswer, credentials: ZoomCredentials, now: number): Error => {
  const json = readJson(answer.body)
  const code = z.object({ error: z.string() }).safeParse(json.kind === 'json' ? json.value : undefined)
  if ('refreshToken' in credentials && code.success && code.data.error === 'invalid_grant')
    return new TransientError("Zoom refused the integration's refresh token: if it stays so, the user has to connect the app again")
  return failureOf(answer, "the request for a Zoom access token with the integration's credentials", now)
}
