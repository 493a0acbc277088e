import { describe, expect, it } from 'vitest'
import { hmacHex } from '@hansard/platforms/hmac'
import { ended, secretOfA, stored, testIngresses } from './test-ingress.ts'
import { speakRaw } from './test-raw.ts'

const start = testIngresses()
const head = (...headers: readonly string[]) =>
  ['POST /webhooks/testing/meeting-ended HTTP/1.1', 'Host: test', ...headers, 'Expect: 100-continue', '', ''].join('\r\n')
const signed = `X-Test-Signature: ${hmacHex(secretOfA, ended)}`
const length = `Content-Length: ${ended.length}`

describe('a sender that waits for an invitation to send its body', () => {
  it('gets it once the headers are in order', async () => {
    const ingress = await start()
    const { text, codes } = await speakRaw(ingress, [head(signed, length, 'Connection: close'), ended])
    expect([text.startsWith('HTTP/1.1 100 Continue\r\n'), codes]).toEqual([true, [200]])
    expect(stored(ingress)).toHaveLength(1)
  })

  it('keeps its connection afterwards', async () => {
    const ingress = await start()
    const request = head(signed, length) + ended
    expect((await speakRaw(ingress, [request + request], { enough: (codes) => codes.length === 2 })).codes).toEqual([200, 200])
  })

  it('is refused by its headers without one, and what follows on the connection is not read', async () => {
    const ingress = await start()
    const { text, codes } = await speakRaw(ingress, [head(length), head(signed, length, 'Connection: close') + ended])
    expect([codes, text.includes('100 Continue'), /connection: close/i.test(text)]).toEqual([[400], false, true])
    expect(stored(ingress)).toEqual([])
  })
})
