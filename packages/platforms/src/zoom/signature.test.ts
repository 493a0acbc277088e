import { createHmac } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyText } from '../any-text.ts'
import { authenticateZoom } from './signature.ts'

const secret = 'test-secret-token-0123456789'
const secrets = [{ id: 's1', value: secret }]
const seconds = 1_785_368_934
const body = Buffer.from(
  '{"event":"recording.transcript_completed","event_ts":1785368934817,"payload":{"account_id":"A","object":{"uuid":"aB+cD/eF==","id":84177662364,"topic":"café 🚀"}},"download_token":"t"}',
)
const vector = 'v0=552b2db9d5b4f30b6785b79890a89f78d48b4f8071ea825eee726783bcecc1b4'

const delivery = (headers: Record<string, string>, over: Partial<{ body: Buffer; receivedAt: number }> = {}) => ({
  headers,
  body,
  receivedAt: seconds * 1000,
  byIntegrationUrl: false,
  ...over,
})
const signed = (timestamp: string, signature = vector) => delivery({ 'x-zm-signature': signature, 'x-zm-request-timestamp': timestamp })
const hex = (message: string | Buffer, key = secret) => createHmac('sha256', key).update(message).digest('hex')
const ownStamp = (timestamp: string) => signed(timestamp, `v0=${hex(Buffer.concat([Buffer.from(`v0:${timestamp}:`), body]))}`)

test('accepts the documented signature over a body with accents and emoji', () => {
  expect(body).toHaveLength(186)
  expect(authenticateZoom(signed(String(seconds)), secrets, true)).toEqual({ kind: 'authentic', scheme: 'zoom-v0', secretIds: ['s1'] })
})

test('accepts the signature of the specification, over timestamp and body without delimiters', () => {
  const signature = `v0=${hex(Buffer.concat([Buffer.from(String(seconds)), body]))}`
  expect(authenticateZoom(signed(String(seconds), signature), secrets, true)).toMatchObject({
    kind: 'authentic',
    scheme: 'zoom-v0-undelimited',
  })
  expect(authenticateZoom(signed(String(seconds), signature), secrets, false)).toMatchObject({ kind: 'forged', problem: 'signature' })
})

test('signs the exact bytes: another order of keys or another white space is another message', () => {
  const reserialised = Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 1))
  expect(authenticateZoom({ ...signed(String(seconds)), body: reserialised }, secrets, true)).toMatchObject({ kind: 'forged' })
  const spaced = Buffer.from('{ "b":1, "a" : 2 }')
  const signature = `v0=${hex(Buffer.concat([Buffer.from(`v0:${seconds}:`), spaced]))}`
  expect(authenticateZoom({ ...signed(String(seconds), signature), body: spaced }, secrets, true)).toMatchObject({ kind: 'authentic' })
})

test('names every secret that fits, and none that is empty', () => {
  const several = [
    { id: 'old', value: 'another' },
    { id: 'a', value: secret },
    { id: 'b', value: secret },
  ]
  expect(authenticateZoom(signed(String(seconds)), several, true)).toMatchObject({ secretIds: ['a', 'b'] })
  const withEmptyKey = signed(String(seconds), `v0=${hex(Buffer.concat([Buffer.from(`v0:${seconds}:`), body]), '')}`)
  expect(authenticateZoom(withEmptyKey, [{ id: 'empty', value: '' }], true)).toMatchObject({ kind: 'forged' })
})

describe('a missing header is told from a wrong one', () => {
  test.each([
    [{ 'x-zm-request-timestamp': '1' }, 'x-zm-signature'],
    [{ 'x-zm-signature': '', 'x-zm-request-timestamp': '1' }, 'x-zm-signature'],
    [{ 'x-zm-signature': vector }, 'x-zm-request-timestamp'],
  ])('%j', (headers, name) => {
    const result = authenticateZoom(delivery(headers), secrets, true)
    expect(result).toEqual({ kind: 'missing', detail: `header ${name} is missing` })
  })
})

describe('refuses a signature that does not fit without throwing', () => {
  test.each([
    ['truncated', vector.slice(0, -1)],
    ['without its prefix', vector.slice(3)],
    ['only the prefix', 'v0='],
    ['too long', `${vector}00`],
    ['of characters beyond ASCII', `v0=${'é'.repeat(64)}`],
    ['with a lone surrogate', `v0=\ud800${'0'.repeat(63)}`],
    ['of another version', vector.replace('v0', 'v1')],
    ['in upper case', vector.toUpperCase()],
  ])('%s', (_, signature) => {
    expect(authenticateZoom(signed(String(seconds), signature), secrets, true)).toMatchObject({ kind: 'forged', problem: 'signature' })
  })
})

describe('a timestamp that is no count of seconds is a forgery, never a crash', () => {
  test.each(['', 'abc', '-1785368934', '1785368934.5', '1e9', ' 1785368934', '0x6a6a', 'NaN', '1785368934817', '9'.repeat(400)])(
    '%j',
    (timestamp) => {
      expect(authenticateZoom(ownStamp(timestamp), secrets, true)).toMatchObject({ kind: 'forged', problem: 'timestamp' })
    },
  )
})

test.each([
  [-300, 'authentic'],
  [-301, 'forged'],
  [300, 'authentic'],
  [301, 'forged'],
])('a clock %i seconds from ours is %s', (ahead, kind) => {
  expect(authenticateZoom(ownStamp(String(seconds + ahead)), secrets, true).kind).toBe(kind)
})

test('judges freshness at receipt, so that the same delivery is authentic when verified days later', () => {
  const late = { ...signed(String(seconds)), receivedAt: seconds * 1000 + 299_000 }
  expect(authenticateZoom(late, secrets, true).kind).toBe('authentic')
})

test('never throws, whatever the headers and the body are', () => {
  const text = anyText()
  const property = fc.property(text, text, fc.uint8Array(), (signature, timestamp, bytes) => {
    const forged = delivery({ 'x-zm-signature': signature, 'x-zm-request-timestamp': timestamp }, { body: Buffer.from(bytes) })
    return authenticateZoom(forged, secrets, true).kind !== 'authentic'
  })
  expect(() => fc.assert(property)).not.toThrow()
})
