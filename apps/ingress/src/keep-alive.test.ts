import { describe, expect, it } from 'vitest'
import { hmacHex } from '@hansard/platforms/hmac'
import { ended, secretOfA, stored, testIngresses } from './test-ingress.ts'
import { speakRaw } from './test-raw.ts'

const start = testIngresses()
const request = [
  'POST /webhooks/testing/meeting-ended HTTP/1.1',
  'Host: test',
  `X-Test-Signature: ${hmacHex(secretOfA, ended)}`,
  `Content-Length: ${Buffer.byteLength(ended)}`,
  '',
  ended,
].join('\r\n')

describe('a connection that is kept alive', () => {
  it('is to be closed after so many requests: the last answer says so, and one more is not processed', async () => {
    const ingress = await start({ keepAlive: { idleMs: 60_000, maxRequests: 3 } })
    const { codes, text } = await speakRaw(ingress, [request, request, request, request], { enough: ({ length }) => length === 4 })
    expect(codes).toEqual([200, 200, 200, 503])
    expect([...text.matchAll(/^Connection: (.*)\r$/gim)].map(([, value]) => value)).toEqual(['keep-alive', 'keep-alive', 'close', 'close'])
    expect(stored(ingress)).toHaveLength(3)
  })

  it('is closed once it has been idle for long enough', async () => {
    const ingress = await start({ keepAlive: { idleMs: 100, maxRequests: 100 } })
    const { codes, seconds } = await speakRaw(ingress, [request])
    expect(codes).toEqual([200])
    expect(seconds).toBeLessThan(30)
  })

  it('is told how long that is', async () => {
    const { text } = await speakRaw(await start(), [request], { enough: (codes) => codes.length > 0 })
    expect(text).toMatch(/^Keep-Alive: timeout=65, max=10000\r$/im)
  })
})
