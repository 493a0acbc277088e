import { describe, expect, it } from 'vitest'
import { hmacHex } from '@hansard/platforms/hmac'
import { ended, secretOfA, stored, testIngresses } from './test-ingress.ts'
import { speakRaw } from './test-raw.ts'

const start = testIngresses()
const path = '/webhooks/testing/meeting-ended'
const signature = `X-Test-Signature: ${hmacHex(secretOfA, ended)}`
const request = (headers: readonly string[], body: string, line = `POST ${path} HTTP/1.1`) =>
  [line, 'Host: test', signature, ...headers, '', body].join('\r\n')
const length = `Content-Length: ${ended.length}`
const chunked = `${ended.length.toString(16)}\r\n${ended}\r\n0\r\n\r\n`
/** A request that a proxy in front might take for a part of the first one's body. */
const smuggled = request([length], ended)

/** Whatever a proxy in front makes of these, we do not make two requests of them: one answer, 400, and the connection is closed. */
const ambiguous: readonly (readonly [string, string])[] = [
  ['Content-Length and Transfer-Encoding', request([length, 'Transfer-Encoding: chunked'], chunked)],
  ['Transfer-Encoding and Content-Length', request(['Transfer-Encoding: chunked', 'Content-Length: 4'], chunked)],
  ['two different Content-Lengths', request([length, 'Content-Length: 0'], ended)],
  ['two equal Content-Lengths', request([length, length], ended)],
  ['a list of Content-Lengths', request([`${length}, ${ended.length}`], ended)],
  ['a negative Content-Length', request(['Content-Length: -1'], ended)],
  ['a Content-Length with a sign', request([`Content-Length: +${ended.length}`], ended)],
  ['a hexadecimal Content-Length', request([`Content-Length: 0x${ended.length.toString(16)}`], ended)],
  ['a Content-Length beyond any number', request(['Content-Length: 99999999999999999999999'], ended)],
  ['an unknown Transfer-Encoding after chunked', request(['Transfer-Encoding: chunked, identity'], chunked)],
  ['a Transfer-Encoding that is not chunked', request(['Transfer-Encoding: xchunked'], chunked)],
  ['two Transfer-Encodings', request(['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'], chunked)],
  ['a space before the colon', request([`Content-Length : ${ended.length}`], ended)],
  ['a tab before the colon', request(['Transfer-Encoding\t: chunked'], chunked)],
  ['a folded header', request(['X-Note: a', ` ${length}`, length], ended)],
  ['a bare LF after a header', request([`X-Note: a\nContent-Length: 0`, length], ended)],
  ['a bare CR within a header', request([`X-Note: a\rContent-Length: 0`, length], ended)],
  ['a NUL within a header', request(['X-Note: a\0b', length], ended)],
  ['bare LFs throughout', request([length], ended).replaceAll('\r\n', '\n')],
  ['a chunk size that is no number', request(['Transfer-Encoding: chunked'], `zz\r\n${ended}\r\n0\r\n\r\n`)],
  ['a chunk size beyond any number', request(['Transfer-Encoding: chunked'], `fffffffffffffffff\r\n${ended}\r\n0\r\n\r\n`)],
  ['a chunk that is longer than its size', request(['Transfer-Encoding: chunked'], `5\r\n${ended}\r\n0\r\n\r\n`)],
  ['a bare LF after a chunk size', request(['Transfer-Encoding: chunked'], chunked.replace('\r\n', '\n'))],
  ['a bare LF after a chunk', request(['Transfer-Encoding: chunked'], chunked.replace(`${ended}\r\n`, `${ended}\n`))],
  ['no Host', `POST ${path} HTTP/1.1\r\n${signature}\r\n${length}\r\n\r\n${ended}`],
  ['an HTTP version that does not exist', request([length], ended, `POST ${path} HTTP/1.9`)],
  ['HTTP/2’s preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['a request line without a version', `POST ${path}\r\n\r\n`],
  ['TLS', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]).toString('latin1')],
]

describe('a request that can be read in two ways', () => {
  it.each(ambiguous)('is refused, and what follows it on the connection is not read: %s', async (_what, bytes) => {
    const ingress = await start()
    const { codes, text } = await speakRaw(ingress, [Buffer.from(bytes, 'latin1'), smuggled])
    const together = await speakRaw(ingress, [Buffer.from(bytes + smuggled, 'latin1')])
    expect([codes, together.codes]).toEqual([[400], [400]])
    expect(text).not.toMatch(/node|express|server:|stack/i)
    expect(stored(ingress)).toEqual([])
  })

  it('is a head that is too large: 431', async () => {
    const ingress = await start()
    const { codes } = await speakRaw(ingress, [request([`X-Note: ${'a'.repeat(17_000)}`, length], ended)])
    expect(codes).toEqual([431])
    expect(
      (
        await speakRaw(ingress, [
          request(
            Array.from({ length: 3_000 }, () => 'a: b'),
            '',
          ),
        ])
      ).codes,
    ).toEqual([431])
  })

  it('is one that wants to be a tunnel or another protocol: there is none', async () => {
    const ingress = await start()
    expect((await speakRaw(ingress, ['CONNECT internal:443 HTTP/1.1\r\nHost: internal\r\n\r\n'])).codes).toEqual([])
    const upgrade = request(['Connection: Upgrade, close', 'Upgrade: h2c', length], ended)
    expect((await speakRaw(ingress, [upgrade])).codes).toEqual([200])
  })
})

describe('requests one after another on a connection', () => {
  it('are answered in order, each by itself', async () => {
    const ingress = await start()
    const forged = request([length], ended).replace(signature, 'X-Test-Signature: 00')
    const twice = [smuggled + forged + request(['Transfer-Encoding: chunked', 'Connection: close'], chunked)]
    expect((await speakRaw(ingress, twice)).codes).toEqual([200, 401, 200])
    expect(stored(ingress)).toHaveLength(2)
  })

  it('take the first of two hosts, and no host decides where anything goes', async () => {
    const ingress = await start()
    const absolute = request([length, 'Host: other', 'Connection: close'], ended, `POST http://internal${path} HTTP/1.1`)
    expect((await speakRaw(ingress, [absolute])).codes).not.toContain(500)
    expect(stored(ingress).length).toBeLessThanOrEqual(1)
  })
})
