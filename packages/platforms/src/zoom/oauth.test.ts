import { PermanentError, TransientError } from '@hansard/shared/errors'
import type { HttpRequest } from '@hansard/shared/http/http'
import { describe, expect, test } from 'vitest'
import { scriptedHttp } from '../scripted-http.ts'
import type { ZoomCredentials } from './credentials.ts'
import { createOAuth } from './oauth.ts'

const account = { accountId: 'acc', clientId: 'id', clientSecret: 'sec' }
const user = { clientId: 'id', clientSecret: 'sec', refreshToken: 'r1' }

const setUp = () => {
  const clock = { now: 1_000_000 }
  const saved: unknown[] = []
  const oauth = createOAuth({ oauthUrl: 'https://zoom.example/oauth', now: () => clock.now })
  const access = (credentials: ZoomCredentials, saveCredentials = (rotated: unknown) => Promise.resolve(void saved.push(rotated))) => ({
    credentials,
    saveCredentials,
    signal: new AbortController().signal,
  })
  return { clock, saved, oauth, access }
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

test('asks again for a token that was forgotten', async () => {
  const { oauth, access } = setUp()
  const http = scriptedHttp((_, index) => ({ body: { access_token: `t${index + 1}`, expires_in: 3600 } }))
  await oauth.accessToken(access(account), http)
  oauth.forget(account, 'some other token')
  expect(await oauth.accessToken(access(account), http)).toBe('t1')
  oauth.forget(account, 't1')
  expect(await oauth.accessToken(access(account), http)).toBe('t2')
})

describe('a refresh token that Zoom replaces', () => {
  test('is saved, and the replaced one is never used again', async () => {
    const { oauth, access, clock, saved } = setUp()
    const http = rotating()
    expect(await oauth.accessToken(access(user), http)).toBe('t1')
    expect(saved).toEqual([{ ...user, refreshToken: 'r2' }])
    clock.now += 3_600_000
    expect(await oauth.accessToken(access(user), http)).toBe('t2')
    expect(http.requests.map((request) => form(request)['refresh_token'])).toEqual(['r1', 'r2'])
    expect(saved.at(-1)).toEqual({ ...user, refreshToken: 'r3' })
  })
  test('serves the stored successor from the same token', async () => {
    const { oauth, access } = setUp()
    const http = rotating()
    await oauth.accessToken(access(user), http)
    expect(await oauth.accessToken(access({ ...user, refreshToken: 'r2' }), http)).toBe('t1')
    expect(http.requests).toHaveLength(1)
  })
  test('is saved by the next call when saving failed', async () => {
    const { oauth, access, saved } = setUp()
    const http = rotating()
    const failing = () => Promise.reject(new Error('the database is away'))
    await expect(oauth.accessToken(access(user, failing), http)).rejects.toThrow('the database is away')
    expect(await oauth.accessToken(access(user), http)).toBe('t1')
    expect(saved).toEqual([{ ...user, refreshToken: 'r2' }])
    expect(http.requests).toHaveLength(1)
  })
  test('is asked for once by callers at the same time', async () => {
    const { oauth, access } = setUp()
    const http = rotating()
    const tokens = await Promise.all([1, 2, 3].map(() => oauth.accessToken(access(user), http)))
    expect(tokens).toEqual(['t1', 't1', 't1'])
    expect(http.requests).toHaveLength(1)
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
