import { assert, constantFrom, nat, oneof, property, uint8Array } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { hmacHex } from './hmac.ts'
import { createPlatforms, platformConfig } from './platforms.ts'
import type { Delivery } from './platform.ts'

const platforms = createPlatforms(z.object(platformConfig).parse({}))
const receivedAt = 1_785_368_934_000
const timestamp = String(receivedAt / 1_000)
const secret = 'test-secret-token-0123456789'
const known = [
  { id: 's0', value: 'an older secret of the same integration' },
  { id: 's1', value: secret },
]

type Sign = (key: string, body: Buffer) => Readonly<Record<string, string>>
const zoom = (signature: string) => ({ 'x-zm-signature': `v0=${signature}`, 'x-zm-request-timestamp': timestamp })

/** Every scheme by which a platform's deliveries are signed. */
const schemes: readonly { readonly scheme: string; readonly platform: string; readonly sign: Sign }[] = [
  { scheme: 'zoom, as documented', platform: 'zoom', sign: (key, body) => zoom(hmacHex(key, `v0:${timestamp}:`, body)) },
  { scheme: 'zoom, of the specification', platform: 'zoom', sign: (key, body) => zoom(hmacHex(key, timestamp, body)) },
  { scheme: 'fireflies, V2', platform: 'fireflies', sign: (key, body) => ({ 'x-hub-signature': `sha256=${hmacHex(key, body)}` }) },
  { scheme: 'fireflies, V1', platform: 'fireflies', sign: (key, body) => ({ 'x-hub-signature': hmacHex(key, body) }) },
  {
    scheme: 'fireflies, of the specification',
    platform: 'fireflies',
    sign: (key, body) => ({ 'x-fireflies-signature': `sha256=${hmacHex(key, body)}` }),
  },
  { scheme: 'otter', platform: 'otter', sign: (key, body) => ({ 'x-otter-signature': hmacHex(key, body) }) },
]

/** Other bytes than these: one bit flipped, something cut off, put before or after, or anything else. */
const otherThan = (body: Buffer, kind: string, at: number, extra: Buffer): Buffer => {
  if (kind === 'cut' && body.length > 0) return body.subarray(0, at % body.length)
  if (kind === 'before') return Buffer.concat([extra, body])
  if (kind === 'after') return Buffer.concat([body, extra])
  if (kind === 'replaced') return extra
  const altered = Buffer.from(body)
  if (altered.length > 0) altered[at % altered.length]! ^= 1 << (at & 7)
  return altered
}
const anyBody = oneof(
  uint8Array().map((bytes) => Buffer.from(bytes)),
  constantFrom('{"event":"recording.completed"}', ':', 'v0:', `${timestamp}{`, '0').map((text) => Buffer.from(text)),
)

describe.each(schemes)('$scheme', ({ platform: name, sign }) => {
  const platform = platforms.get(name)!
  const judge = (headers: Readonly<Record<string, string>>, body: Buffer, byIntegrationUrl: boolean) => {
    const delivery: Delivery = { headers, body, receivedAt, byIntegrationUrl }
    return platform.authenticate(delivery, known)
  }

  test('a signature verifies over its own bytes, and tells which secret made it', () => {
    assert(
      property(anyBody, (body) => {
        expect(judge(sign(secret, body), body, false)).toMatchObject({ kind: 'authentic', secretIds: ['s1'] })
      }),
    )
  })

  test('a signature over other bytes never verifies, wherever it is sent', () => {
    const how = constantFrom('flipped', 'cut', 'before', 'after', 'replaced')
    assert(
      property(anyBody, how, nat(), anyBody, constantFrom(true, false), (body, kind, at, extra, byUrl) => {
        const other = otherThan(body, kind, at, extra)
        return other.equals(body) || judge(sign(secret, body), other, byUrl).kind === 'forged'
      }),
      { numRuns: 500 },
    )
  })

  test('a signature by another secret never verifies', () => {
    assert(property(anyBody, anyBody, (body, key) => judge(sign(key.toString('latin1'), body), body, true).kind === 'forged'))
  })

  test('a secret that is empty signs nothing', () => {
    const body = Buffer.from('{}')
    const delivery: Delivery = { headers: sign('', body), body, receivedAt, byIntegrationUrl: true }
    expect(platform.authenticate(delivery, [{ id: 'empty', value: '' }])).toMatchObject({ kind: 'forged' })
  })
})

test('a signature by one timestamp never verifies by another, though timestamp and body run together', () => {
  const platform = platforms.get('zoom')!
  assert(
    property(nat({ max: 300 }), anyBody, nat({ max: 12 }), (earlier, body, moved) => {
      const stamp = String(receivedAt / 1_000 - earlier)
      // What was signed ends where other bytes could be taken for its timestamp or its body.
      const shifted = Buffer.concat([Buffer.from(stamp.slice(moved)), body])
      const headers = { 'x-zm-signature': `v0=${hmacHex(secret, stamp, body)}`, 'x-zm-request-timestamp': stamp.slice(0, moved) }
      const { kind } = platform.authenticate({ headers, body: shifted, receivedAt, byIntegrationUrl: false }, known)
      return moved >= stamp.length ? kind === 'authentic' : kind !== 'authentic'
    }),
  )
})
