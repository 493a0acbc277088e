import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyText } from '../any-text.ts'
import { hmacHex } from '../hmac.ts'
import { authenticateFireflies } from './signature.ts'

const secret = 'test-secret-token-0123456789'
const secrets = [{ id: 's1', value: secret }]
const v2 =
  '{"event":"meeting.transcribed","timestamp":1710876543210,"meeting_id":"ASxwZxCstx","client_reference_id":"be582c46-4ac9-4565-9ba6-6ab4264496a8"}'
const v2Signature = 'sha256=601d1e64b825bca610e136afdabf8b450b7c0f738daddc4b6012950225c2ef6b'
const v1 = '{"meetingId":"ASxwZxCstx","eventType":"Transcription completed","clientReferenceId":"be582c46-4ac9-4565-9ba6-6ab4264496a8"}'
const v1Signature = 'b0fd09e9e348aba5d8a71615e27750fdadaf188590b621f413823ed4ab9a8ec0'

const authenticate = (headers: Record<string, string>, body: string | Buffer = v2) =>
  authenticateFireflies({ headers, body: Buffer.from(body), receivedAt: 0, byIntegrationUrl: false }, secrets)

test.each([
  ['of V2, with its prefix', { 'x-hub-signature': v2Signature }, v2, 'x-hub-signature'],
  ['of V1, bare', { 'x-hub-signature': v1Signature }, v1, 'x-hub-signature'],
  ['of V1, with the prefix', { 'x-hub-signature': `sha256=${v1Signature}` }, v1, 'x-hub-signature'],
  ['of the specification', { 'x-fireflies-signature': `sha256=${hmacHex(secret, v2)}` }, v2, 'x-fireflies-signature'],
])('accepts a signature %s', (_, headers, body, scheme) => {
  expect(authenticate(headers, body)).toEqual({ kind: 'authentic', scheme, secretIds: ['s1'] })
})

test('signs the exact bytes: another order of keys is another message', () => {
  const reordered = '{"meeting_id":"ASxwZxCstx","event":"meeting.transcribed","timestamp":1710876543210}'
  expect(authenticate({ 'x-hub-signature': v2Signature }, reordered)).toMatchObject({ kind: 'forged' })
  expect(authenticate({ 'x-hub-signature': `sha256=${hmacHex(secret, reordered)}` }, reordered)).toMatchObject({ kind: 'authentic' })
})

test.each([{}, { 'x-hub-signature': '' }, { 'x-fireflies-signature': '' }])('a delivery without a signature is refused: %j', (headers) => {
  expect(authenticate(headers)).toMatchObject({ kind: 'missing' })
})

test('the integration URL does not stand in for a signature', () => {
  const delivery = { headers: {}, body: Buffer.from(v2), receivedAt: 0, byIntegrationUrl: true }
  expect(authenticateFireflies(delivery, secrets).kind).toBe('missing')
})

describe('refuses a signature that does not fit without throwing', () => {
  test.each([
    ['truncated', { 'x-hub-signature': v2Signature.slice(0, -1) }],
    ['only the prefix', { 'x-hub-signature': 'sha256=' }],
    ['of another body', { 'x-hub-signature': v1Signature }],
    ['the specification’s without its prefix', { 'x-fireflies-signature': v2Signature.slice(7) }],
    ['wrong in one header, right in the other', { 'x-fireflies-signature': 'sha256=0', 'x-hub-signature': v2Signature }],
    ['beyond ASCII', { 'x-hub-signature': `sha256=${'é'.repeat(64)}` }],
  ])('%s', (_, headers) => {
    expect(authenticate(headers)).toMatchObject({ kind: 'forged', problem: 'signature' })
  })
})

test('never throws, whatever the headers and the body are', () => {
  const text = anyText()
  const property = fc.property(text, text, fc.uint8Array(), (hub, specification, bytes) => {
    const headers = { 'x-hub-signature': hub, 'x-fireflies-signature': specification }
    return authenticate(headers, Buffer.from(bytes)).kind !== 'authentic'
  })
  expect(() => fc.assert(property)).not.toThrow()
})
