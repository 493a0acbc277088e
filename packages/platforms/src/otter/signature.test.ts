import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyText } from '../any-text.ts'
import { hmacHex } from '../hmac.ts'
import { authenticateOtter } from './signature.ts'

const secret = 'test-secret-token-0123456789'
const body = Buffer.from('{"event":"speech.created","speech":{"title":"café 🚀"}}')
const signature = hmacHex(secret, body)
const authenticate = (headers: Record<string, string>, byIntegrationUrl: boolean) =>
  authenticateOtter({ headers, body, receivedAt: 0, byIntegrationUrl }, [{ id: 's1', value: secret }])

test.each([true, false])('a signature that is sent must match, integration URL or not (%s)', (byIntegrationUrl) => {
  expect(authenticate({ 'x-otter-signature': signature }, byIntegrationUrl)).toEqual({
    kind: 'authentic',
    scheme: 'x-otter-signature',
    secretIds: ['s1'],
  })
  expect(authenticate({ 'x-otter-signature': '0'.repeat(64) }, byIntegrationUrl)).toMatchObject({ kind: 'forged', problem: 'signature' })
})

test('without a signature the integration URL vouches, and nothing else does', () => {
  expect(authenticate({}, true)).toEqual({ kind: 'authentic', scheme: 'integration-url', secretIds: [] })
  expect(authenticate({}, false)).toMatchObject({ kind: 'missing' })
})

describe('refuses a signature that does not fit without throwing', () => {
  test.each([signature.slice(0, -1), `${signature}0`, `sha256=${signature}`, signature.toUpperCase(), 'é'.repeat(64), '\ud800'])(
    '%j',
    (given) => {
      expect(authenticate({ 'x-otter-signature': given }, true)).toMatchObject({ kind: 'forged' })
    },
  )
})

test('never throws, whatever the header is', () => {
  const property = fc.property(anyText(1), (given) => authenticate({ 'x-otter-signature': given }, true).kind === 'forged')
  expect(() => fc.assert(property)).not.toThrow()
})
