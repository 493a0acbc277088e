import { PermanentError, TransientError } from '@hansard/shared/errors'
import type { HttpRequest } from '@hansard/shared/http/http'
import { describe, expect, test } from 'vitest'
import { scriptedHttp } from '../scripted-http.ts'
import { ZoomCredentials } from './credentials.ts'
import { createOAuth } from './oauth.ts'

const account = { accountId: 'acc', clientId: 'id', clientSecret: 'sec' }
const user = { clientId: 'id', clientSecret: 'sec', refreshToken: 'r1' }

/** What is stored of an integration; `failing`: what is new cannot be stored. */
const createStore = (credentials: ZoomCredentials) => {
  const state = { stored: credentials as unknown, saves: 0, failing: false }
  const renewCredentials = async (renewal: (stored: unknown) => Promise<unknown>) => {
    const renewed = await renewal(state.stored)
    if (renewed === state.stored) return renewed
    if (state.failing) throw new Error('the database is away')
    state.saves += 1
    state.stored = JSON.parse(JSON.stringify(renewed))
    return renewed
  }
  const access = () => ({ credentials: ZoomCredentials.parse(state.stored), renewCredentials, signal: new AbortController().signal })
  return { state, access }
}

const setUp = () => {
  const clock = { now: 1_000_000 }
  const oauthOf = () => createOAuth({ oauthUrl: 'https://zoom.example/oauth', now: () => clock.now })
  return { clock, oauthOf, oauth: oauthOf(), access: (credentials: ZoomCredentials) => createStore(credentials).access() }
}
const form = (request: HttpRequest | undefined) => Object.fromEntries(new URLSearchParams(request?.body))
const rotating = () =>
  scriptedHttp((_, index) => ({ body: { access_token: `t${index + 1}`, expires_in: 3600, refresh_token: `r${index + 2}` } }))

test('asks with the account’s credentials, and keeps the token until shortly before it expires', async () => {
  const { oauth, access, clock } = setUp()
  const http = scriptedHttp((_, index) => ({ body: { access_token: `t${index + 1}`, expires_in: 3600 } }))
  expect(await oauth.accessToken(access(account), http)).toBe('t1')
  clock.now += 3_500_000
  expect(await oauth.accessToken(access({ ...account }), http)).toBe('t1')
  clock.now += 50_000
  expect(await oauth.accessToken(access(account), http)).toBe('t2')
  expect(http.requests).toHaveLength(2)
  expect(http.requests[0]).toMatchObject({
    method: 'POST',
    url: 'https://zoom.example/oauth/token',
    headers: { authorization: `Basic ${btoa('id:sec')}`, 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect(form(http.requests[0])).toEqual({ grant_type: 'account_credentials', account_id: 'acc' })
})

test('keeps the tokens of different accounts apart', async () => {
  const { oauth, access } = setUp()
  const http = scriptedHttp((request) => ({ body: { access_token: `for-${form(request)['account_id']}`, expires_in: 3600 } }))
  expect(await oauth.accessToken(access(account), http)).toBe('for-acc')
  expect(await oauth.accessToken(access({ ...account, accountId: 'other' }), http)).toBe('for-other')
})

test('asks again for a token that was refused', async () => {
  const { oauth, access } = setUp()
  const http = scriptedHttp((_, index) => ({ body: { access_token: `t${index + 1}`, expires_in: 3600 } }))
  await oauth.accessToken(access(account), http)
  oauth.refused('some other token')
  expect(await oauth.accessToken(access(account), http)).toBe('t1')
  oauth.refused('t1')
  expect(await oauth.accessToken(access(account), http)).toBe('t2')
})

describe('a refresh token that Zoom replaces', () => {
  const refreshed = (http: ReturnType<typeof rotating>) => http.requests.map((request) => form(request)['refresh_token'])

  test('is stored with the access token, and the replaced one is never used again', async () => {
    const { oauth, clock } = setUp()
    const { state, access } = createStore(user)
    const http = rotating()
    expect(await oauth.accessToken(access(), http)).toBe('t1')
    expect(state.stored).toEqual({ ...user, refreshToken: 'r2', grant: { accessToken: 't1', expiresAt: 4_540_000 } })
    clock.now += 3_600_000
    expect(await oauth.accessToken(access(), http)).toBe('t2')
    expect(refreshed(http)).toEqual(['r1', 'r2'])
    expect(state.stored).toMatchObject({ refreshToken: 'r3' })
  })

  test('serves other processes, which read the access token with it', async () => {
    const { oauthOf } = setUp()
    const { access } = createStore(user)
    const http = rotating()
    const before = access()
    for (const read of [access, access, () => before]) expect(await oauthOf().accessToken(read(), http)).toBe('t1')
    expect(http.requests).toHaveLength(1)
  })

  test('is stored by the next call when storing failed, though the access token has run out by then', async () => {
    const { oauth, clock } = setUp()
    const { state, access } = createStore(user)
    const http = rotating()
    state.failing = true
    await expect(oauth.accessToken(access(), http)).rejects.toThrow('the database is away')
    await expect(oauth.accessToken(access(), http)).rejects.toThrow('the database is away')
    expect(refreshed(http)).toEqual(['r1'])
    clock.now += 3_600_000
    state.failing = false
    expect(await oauth.accessToken(access(), http)).toBe('t2')
    expect(refreshed(http)).toEqual(['r1', 'r2'])
    expect(state.stored).toMatchObject({ refreshToken: 'r3' })
  })

  test('is asked for once by callers at the same time, and again when its access token is refused', async () => {
    const { oauth } = setUp()
    const { access } = createStore(user)
    const http = rotating()
    const tokens = await Promise.all([1, 2, 3].map(() => oauth.accessToken(access(), http)))
    expect(tokens).toEqual(['t1', 't1', 't1'])
    expect(http.requests).toHaveLength(1)
    oauth.refused('t1')
    expect(await oauth.accessToken(access(), http)).toBe('t2')
  })

  test('gives way to credentials of another kind that a person has given meanwhile', async () => {
    const { oauth } = setUp()
    const { state, access } = createStore(user)
    const asked = access()
    state.stored = account
    await expect(oauth.accessToken(asked, rotating())).rejects.toBeInstanceOf(TransientError)
    expect(state).toEqual({ stored: account, saves: 0, failing: false })
  })
})

describe('tells whose fault a refusal is', () => {
  test.each([
    [400, { error: 'invalid_client' }, PermanentError],
    [401, {}, PermanentError],
    [429, {}, TransientError],
    [503, 'down', TransientError],
    [200, 'not JSON', TransientError],
    [200, { token_type: 'bearer' }, PermanentError],
  ])('%i %j', async (status, body, kind) => {
    const { oauth, access } = setUp()
    const asked = oauth.accessToken(
      access(account),
      scriptedHttp(() => ({ status, body })),
    )
    await expect(asked).rejects.toBeInstanceOf(kind)
    await expect(asked).rejects.not.toThrow(/sec/)
  })
  test('a refused refresh token may have been replaced by another process: it is tried again with what is stored then', async () => {
    const { oauth, access } = setUp()
    const http = scriptedHttp(() => ({ status: 400, body: { error: 'invalid_grant', reason: 'Invalid Token!' } }))
    await expect(oauth.accessToken(access(user), http)).rejects.toBeInstanceOf(TransientError)
    await expect(oauth.accessToken(access(account), http)).rejects.toBeInstanceOf(PermanentError)
  })
})
