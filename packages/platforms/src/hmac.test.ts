import { assert, constantFrom, integer, property, string, uint8Array } from 'fast-check'
import * as crypto from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import { authenticateFireflies } from './fireflies/signature.ts'
import { hmacHex, secretsThatSigned } from './hmac.ts'
import { authenticateOtter } from './otter/signature.ts'
import type { Delivery } from './platform.ts'
import { authenticateZoom } from './zoom/signature.ts'

vi.mock('node:crypto', async (original) => {
  const actual = await original<typeof crypto>()
  return { ...actual, timingSafeEqual: vi.fn<typeof actual.timingSafeEqual>(actual.timingSafeEqual) }
})

const secrets = ['one secret', 'another secret'].map((value) => ({ id: value, value }))
const receivedAt = 1_785_368_934_000
const timestamp = String(receivedAt / 1_000)

/** Each scheme: the headers of a delivery that is signed with this MAC, and what the MAC covers. */
const schemes = {
  'zoom, as documented': {
    headers: (mac: string) => ({ 'x-zm-signature': `v0=${mac}`, 'x-zm-request-timestamp': timestamp }),
    covers: (body: Buffer) => [`v0:${timestamp}:`, body] as const,
    authenticate: (delivery: Delivery) => authenticateZoom(delivery, secrets, true),
  },
  'zoom, as specified': {
    headers: (mac: string) => ({ 'x-zm-signature': `v0=${mac}`, 'x-zm-request-timestamp': timestamp }),
    covers: (body: Buffer) => [timestamp, body] as const,
    authenticate: (delivery: Delivery) => authenticateZoom(delivery, secrets, true),
  },
  'fireflies, as specified': {
    headers: (mac: string) => ({ 'x-fireflies-signature': `sha256=${mac}` }),
    covers: (body: Buffer) => ['', body] as const,
    authenticate: (delivery: Delivery) => authenticateFireflies(delivery, secrets),
  },
  'fireflies, as sent': {
    headers: (mac: string) => ({ 'x-hub-signature': mac }),
    covers: (body: Buffer) => ['', body] as const,
    authenticate: (delivery: Delivery) => authenticateFireflies(delivery, secrets),
  },
  otter: {
    headers: (mac: string) => ({ 'x-otter-signature': mac }),
    covers: (body: Buffer) => ['', body] as const,
    authenticate: (delivery: Delivery) => authenticateOtter(delivery, secrets),
  },
}
const deliveryOf = (headers: Readonly<Record<string, string>>, body: Buffer): Delivery => ({
  headers,
  body,
  receivedAt,
  byIntegrationUrl: true,
})
const bodies = uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes))

describe.each(Object.entries(schemes))('a signature of %s', (_name, { headers, covers, authenticate }) => {
  it('verifies over its own bytes and never over others', () => {
    assert(
      property(bodies, bodies, constantFrom(...secrets), (body, other, secret) => {
        const signed = headers(hmacHex(secret.value, ...covers(body)))
        expect(authenticate(deliveryOf(signed, body))).toMatchObject({ kind: 'authentic', secretIds: [secret.id] })
        const verdict = authenticate(deliveryOf(signed, other)).kind
        expect(verdict).toBe(body.equals(other) ? 'authentic' : 'forged')
      }),
    )
  })

  it('never verifies with one character changed, cut off, added, or of another case', () => {
    assert(
      property(bodies, integer({ min: 0, max: 63 }), constantFrom('0', 'f', 'F', ' ', 'é', '\0', ''), (body, at, character) => {
        const mac = hmacHex(secrets[0]?.value ?? '', ...covers(body))
        const changed = mac.slice(0, at) + character + mac.slice(at + 1)
        const verdicts = [changed, `${mac}${character}`, mac.slice(0, at), mac.toUpperCase()]
          .filter((given) => given !== mac)
          .map((given) => authenticate(deliveryOf(headers(given), body)).kind)
        // Otter's integration URL vouches for a delivery without a signature: an empty header is none.
        expect(verdicts.filter((kind) => kind === 'authentic')).toEqual(at === 0 && 'x-otter-signature' in headers('') ? ['authentic'] : [])
      }),
    )
  })

  it('never verifies under a secret that is not known', () => {
    assert(
      property(bodies, string(), (body, guess) => {
        const mac = hmacHex(`guess ${guess}`, ...covers(body))
        expect(authenticate(deliveryOf(headers(mac), body)).kind).toBe('forged')
      }),
    )
  })
})

describe('the comparison', () => {
  it('is one of 32 bytes in constant time for every secret, whatever the length or the characters', () => {
    const compared = vi.mocked(crypto.timingSafeEqual)
    const mac = hmacHex('one secret', 'body')
    for (const given of [
      '',
      '0',
      mac,
      mac.slice(1),
      mac.toUpperCase(),
      `${mac}${mac}`,
      'é'.repeat(64),
      '\u{1F680}',
      '\0',
      'x'.repeat(10_000),
    ]) {
      compared.mockClear()
      secretsThatSigned(given, secrets, 'body')
      expect(compared.mock.calls.map(([one, other]) => [one.byteLength, other.byteLength])).toEqual([
        [32, 32],
        [32, 32],
      ])
    }
  })
})
