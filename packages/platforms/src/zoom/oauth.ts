import { z } from 'zod'
import { TransientError } from '@hansard/shared/errors'
import type { Http, HttpAnswer } from '@hansard/shared/http/http'
import { failureOf, isSuccess } from '../answers.ts'
import { readAs } from '../fields.ts'
import { fingerprint } from '../fingerprint.ts'
import { readJson } from '../json-body.ts'
import type { ZoomCredentials } from './credentials.ts'

/** Whose access, and how to remember credentials that Zoom replaced. */
export interface Access {
  readonly credentials: ZoomCredentials
  saveCredentials(credentials: unknown): Promise<void>
  readonly signal: AbortSignal
}

/** Access tokens, kept in memory until a minute before they expire. */
export interface ZoomOAuth {
  /** Throws TransientError, PermanentError when Zoom refuses the credentials, or what `saveCredentials` throws. */
  accessToken(access: Access, http: Http): Promise<string>
  /** Forgets a token that Zoom no longer accepts, so that the next call asks for another. */
  forget(credentials: ZoomCredentials, accessToken: string): void
}

interface Grant {
  readonly accessToken: string
  readonly expiresAt: number
  /** The newest credentials: those asked with, or what Zoom replaced them by. */
  readonly credentials: ZoomCredentials
  readonly saved: boolean
}

const TokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  refresh_token: z.string().min(1).optional(),
})
const marginMs = 60_000
const keptMs = 86_400_000

/**
 * `oauthUrl` is a base: tokens come from `POST {oauthUrl}/token`. A replaced refresh token is remembered before it is saved: when saving
 * fails, the next call saves it again rather than use the one that Zoom made void.
 */
export const createOAuth = (deps: { readonly oauthUrl: string; readonly now: () => number }): ZoomOAuth => {
  const grants = new Map<string, Grant>()
  const pending = new Map<string, Promise<Grant>>()

  const remember = (asked: ZoomCredentials, grant: Grant): void => {
    for (const [key, { saved, expiresAt }] of grants) if (saved && expiresAt + keptMs < deps.now()) grants.delete(key)
    grants.set(keyOf(asked), grant)
    grants.set(keyOf(grant.credentials), grant)
  }

  const request = async (access: Access, http: Http): Promise<Grant> => {
    const newest = grants.get(keyOf(access.credentials))?.credentials ?? access.credentials
    const grant = await requestGrant(newest, deps, access.signal, http)
    remember(access.credentials, grant)
    return grant
  }

  /** One request at a time per credentials: of two with the same refresh token the second would fail. */
  const shared = (access: Access, http: Http): Promise<Grant> => {
    const key = keyOf(access.credentials)
    const asking = pending.get(key) ?? request(access, http).finally(() => pending.delete(key))
    pending.set(key, asking)
    return asking
  }

  return {
    async accessToken(access, http) {
      const known = grants.get(keyOf(access.credentials))
      const grant = known !== undefined && deps.now() < known.expiresAt ? known : await shared(access, http)
      if (!grant.saved) {
        await access.saveCredentials(grant.credentials)
        const current = grants.get(keyOf(grant.credentials)) ?? grant
        if (current.accessToken === grant.accessToken) remember(access.credentials, { ...current, saved: true })
      }
      return grant.accessToken
    },
    forget(credentials, accessToken) {
      const known = grants.get(keyOf(credentials))
      if (known?.accessToken === accessToken) remember(credentials, { ...known, expiresAt: deps.now() })
    },
  }
}

const keyOf = (credentials: ZoomCredentials): string =>
  'refreshToken' in credentials
    ? fingerprint('user', credentials.clientId, credentials.clientSecret, credentials.refreshToken)
    : fingerprint('account', credentials.clientId, credentials.clientSecret, credentials.accountId)

const requestGrant = async (
  credentials: ZoomCredentials,
  deps: { readonly oauthUrl: string; readonly now: () => number },
  signal: AbortSignal,
  http: Http,
): Promise<Grant> => {
  const askedAt = deps.now()
  const answer = await http({ ...tokenRequest(credentials), url: `${deps.oauthUrl}/token`, maxBytes: 65_536, timeoutMs: 10_000, signal })
  if (!isSuccess(answer)) throw refusalOf(answer, credentials, deps.now())
  const json = readJson(answer.body)
  if (json.kind === 'invalid') throw new TransientError(`Zoom's token endpoint: ${json.reason}`)
  const token = readAs(TokenAnswer, json.value, "the answer of Zoom's token endpoint")
  const newest = successorOf(credentials, token.refresh_token)
  return {
    accessToken: token.access_token,
    expiresAt: askedAt + token.expires_in * 1000 - marginMs,
    credentials: newest,
    saved: newest === credentials,
  }
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

const successorOf = (credentials: ZoomCredentials, refreshToken: string | undefined): ZoomCredentials =>
  'refreshToken' in credentials && refreshToken !== undefined && refreshToken !== credentials.refreshToken
    ? { ...credentials, refreshToken }
    : credentials

/**
 * A refused refresh token is not final: another process may have used it a moment ago, and its successor is then among the stored
 * credentials, which the next attempt reads.
 */
const refusalOf = (answer: HttpAnswer, credentials: ZoomCredentials, now: number): Error => {
  const json = readJson(answer.body)
  const code = z.object({ error: z.string() }).safeParse(json.kind === 'json' ? json.value : undefined)
  if ('refreshToken' in credentials && code.success && code.data.error === 'invalid_grant')
    return new TransientError("Zoom refused the integration's refresh token")
  return failureOf(answer, "the request for a Zoom access token with the integration's credentials", now)
}
