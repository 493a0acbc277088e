import { TransientError } from '@hansard/shared/errors'
import type { Http } from '@hansard/shared/http/http'
import { fingerprint } from '../fingerprint.ts'
import type { FetchRequest } from '../platform.ts'
import { UserCredentials, type AccountCredentials, type ZoomCredentials } from './credentials.ts'
import { requestGrant, type Grant, type TokenDeps } from './token-request.ts'

/** Whose access, and how credentials that Zoom replaces are stored. */
export interface Access extends Pick<FetchRequest, 'renewCredentials' | 'signal'> {
  readonly credentials: ZoomCredentials
}

export interface ZoomOAuth {
  /** A token that was not refused so far. Throws TransientError, PermanentError when Zoom refuses the credentials, or what `renewCredentials` throws. */
  accessToken(access: Access, http: Http): Promise<string>
  /** Remembers that Zoom no longer accepts a token, so that the next call asks for another. */
  refused(accessToken: string): void
}

/** No token of Zoom lives longer. */
const longestLifeMs = 86_400_000

/**
 * Tokens of an account are kept in memory. Those of a user are kept with the refresh token, which is void once used: a replaced one is
 * remembered before it is stored, so that when storing fails the next call stores it again rather than ask with the void one.
 */
export const createOAuth = (deps: TokenDeps): ZoomOAuth => {
  const grants = createMemory<Grant>(deps.now)
  const unstored = createMemory<UserCredentials>(deps.now)
  const refused = createMemory<true>(deps.now)
  const pending = new Map<string, Promise<Grant>>()

  const isUsable = (grant: Grant | undefined): grant is Grant =>
    grant !== undefined && deps.now() < grant.expiresAt && refused.get(fingerprint(grant.accessToken)) === undefined

  const accountGrant = async (credentials: AccountCredentials, { signal }: Access, http: Http): Promise<Grant> => {
    const { accessToken, expiresAt } = await requestGrant(credentials, deps, signal, http)
    grants.set(keyOf(credentials), { accessToken, expiresAt })
    return { accessToken, expiresAt }
  }

  const userGrant = async ({ renewCredentials, signal }: Access, http: Http): Promise<Grant> => {
    const renewed = await renewCredentials(async (stored) => {
      const current = userCredentials(stored)
      // Another process has just renewed them.
      if (isUsable(current.grant)) return stored
      const newest = unstored.get(keyOf(current)) ?? current
      if (isUsable(newest.grant)) return newest
      const { refreshToken = newest.refreshToken, ...grant } = await requestGrant(newest, deps, signal, http)
      const successor = { ...newest, refreshToken, grant }
      unstored.set(keyOf(current), successor)
      return successor
    })
    const { grant } = userCredentials(renewed)
    if (grant === undefined) throw new TransientError('the renewed Zoom credentials hold no access token')
    return grant
  }

  /** One request at a time per credentials, whoever asks. */
  const shared = (access: Access, http: Http): Promise<Grant> => {
    const { credentials } = access
    const key = keyOf(credentials)
    const ask = () => ('refreshToken' in credentials ? userGrant(access, http) : accountGrant(credentials, access, http))
    const asking = pending.get(key) ?? ask().finally(() => pending.delete(key))
    pending.set(key, asking)
    return asking
  }

  return {
    async accessToken(access, http) {
      const { credentials } = access
      const known = 'refreshToken' in credentials ? credentials.grant : grants.get(keyOf(credentials))
      return isUsable(known) ? known.accessToken : (await shared(access, http)).accessToken
    },
    refused: (accessToken) => refused.set(fingerprint(accessToken), true),
  }
}

const keyOf = (credentials: ZoomCredentials): string =>
  'refreshToken' in credentials
    ? fingerprint('user', credentials.clientId, credentials.clientSecret, credentials.refreshToken)
    : fingerprint('account', credentials.clientId, credentials.clientSecret, credentials.accountId)

/** Those of a user: a person may have given others since they were read. */
const userCredentials = (stored: unknown): UserCredentials => {
  const read = UserCredentials.safeParse(stored)
  if (!read.success) throw new TransientError("the integration's Zoom credentials were replaced meanwhile")
  return read.data
}

/** What is worth knowing for as long as a token can live. */
const createMemory = <T>(now: () => number) => {
  const entries = new Map<string, { readonly value: T; readonly since: number }>()
  return {
    get: (key: string): T | undefined => entries.get(key)?.value,
    set(key: string, value: T) {
      for (const [other, { since }] of entries) if (since + longestLifeMs < now()) entries.delete(other)
      entries.set(key, { value, since: now() })
    },
  }
}
