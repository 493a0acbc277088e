import { describe, expect, it } from 'vitest'
import { hmacHex } from '@hansard/platforms/hmac'
import { testPlatform } from '@hansard/platforms/test-platform'
import { maxBodyBytes } from './body.ts'
import { ended, postRaw, secretOfA, stored, testIngresses, urlKey } from './test-ingress.ts'

const start = testIngresses()

describe('a delivery that cannot be used', () => {
  const problemOf = async (answer: Response) => {
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    return { http: answer.status, ...((await answer.json()) as object) }
  }

  it('is a bad request when it has no signature, and when it is signed but unreadable', async () => {
    const ingress = await start()
    const unsigned = await fetch(`${ingress.address}/webhooks/testing/meeting-ended`, { method: 'POST', body: ended })
    expect(await problemOf(unsigned)).toEqual({
      http: 400,
      title: 'Bad Request',
      status: 400,
      detail: 'header x-test-signature is missing',
    })
    expect(await problemOf(await ingress.post('not json'))).toMatchObject({ http: 400, detail: 'the body is not JSON' })
    expect(await problemOf(await ingress.post('{}'))).toMatchObject({ http: 400, detail: 'field event is missing' })
    expect(stored(ingress)).toEqual([])
  })

  it('is a bad request when its body is empty', async () => {
    const ingress = await start()
    expect(await problemOf(await ingress.post(''))).toMatchObject({ http: 400, detail: 'the body is not JSON' })
  })

  it('is unauthorised when its signature is wrong or late, and becomes a security event without secrets', async () => {
    const ingress = await start()
    const forged = await ingress.post(ended, { 'x-test-signature': 'sha256=0000', authorization: 'Bearer private', cookie: 'private' })
    expect(await problemOf(forged)).toMatchObject({ http: 401, title: 'Unauthorized' })
    expect((await ingress.post(ended, { 'x-test-signature': 'too-late' })).status).toBe(401)
    expect((await ingress.post(ended, { 'x-test-signature': 'sha256=0000' })).status).toBe(401)

    const events = await ingress.securityEvents()
    expect(events.map(({ type, platform, remoteAddress, count }) => ({ type, platform, remoteAddress, count }))).toEqual([
      { type: 'webhook.signature_verification_failed', platform: 'testing', remoteAddress: '127.0.0.1', count: 2 },
      { type: 'webhook.timestamp_outside_window', platform: 'testing', remoteAddress: '127.0.0.1', count: 1 },
    ])
    expect(events[0]?.headers).toMatchObject({
      authorization: '[redacted]',
      cookie: '[redacted]',
      'x-test-signature': 'sha256=[11 characters]',
    })
    expect(JSON.stringify(events)).not.toContain('private')
    expect(stored(ingress)).toEqual([])
  })

  it('is unauthorised when its signature was sent twice, which is what the answer and the security event say', async () => {
    const ingress = await start()
    const right = `X-Test-Signature: ${hmacHex(secretOfA, ended)}`
    const head = (...signatures: readonly string[]) => [...signatures, 'Connection: close', `Content-Length: ${ended.length}`]
    for (const signatures of [
      [right, right],
      [right, 'X-Test-Signature: 00'],
      ['X-Test-Signature: 00', right],
    ])
      expect(await postRaw(ingress, head(...signatures), ended)).toMatch(/^HTTP\/1.1 401 /)
    expect(await postRaw(ingress, head(right), ended)).toMatch(/^HTTP\/1.1 200 /)
    const problem = await problemOf(await ingress.post(ended, { 'x-test-signature': '00, 11, 22' }))
    expect(problem).toMatchObject({ http: 401, detail: 'the header x-test-signature was sent 3 times' })
    expect(await ingress.securityEvents()).toMatchObject([
      { type: 'webhook.signature_verification_failed', count: 4, detail: 'the header x-test-signature was sent twice' },
    ])
    expect(stored(ingress)).toHaveLength(1)
  })

  it("is not found under an unknown integration's URL, which becomes a security event without the key", async () => {
    const ingress = await start()
    const answer = await fetch(`${ingress.address}/webhooks/testing/i/guessed-key`, { method: 'POST', body: ended })
    expect(await problemOf(answer)).toMatchObject({ http: 404, title: 'Not Found' })
    const events = await ingress.securityEvents()
    expect(events).toMatchObject([{ type: 'webhook.unknown_integration', platform: 'testing' }])
    expect(JSON.stringify(events)).not.toContain('guessed-key')
  })

  it('is taken up to exactly 1 MiB', async () => {
    const ingress = await start()
    const ofSize = (size: number) => ended.padEnd(size, ' ')
    expect((await ingress.post(ofSize(maxBodyBytes - 1))).status).toBe(200)
    expect((await ingress.post(ofSize(maxBodyBytes))).status).toBe(200)
    expect(await problemOf(await ingress.post(ofSize(maxBodyBytes + 1)))).toMatchObject({
      http: 413,
      detail: 'The body is larger than 1048576 bytes.',
    })
    expect(stored(ingress)).toHaveLength(2)
  })

  it('is too large in chunks as well', async () => {
    const ingress = await start()
    const chunk = Buffer.concat([Buffer.from('80001\r\n'), Buffer.alloc(0x80001, ' '), Buffer.from('\r\n')])
    const answer = await postRaw(ingress, ['X-Test-Signature: 00', 'Transfer-Encoding: chunked'], chunk, chunk, '0\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1.1 413 /)
  })

  it('is refused when its body is encoded', async () => {
    const ingress = await start()
    expect(await problemOf(await ingress.post(ended, { 'content-encoding': 'gzip' }))).toMatchObject({ http: 415 })
    expect((await ingress.post(ended, { 'content-encoding': 'identity' })).status).toBe(200)
  })

  it.each(['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'])('is refused with %s, and told to use POST', async (method) => {
    const ingress = await start()
    for (const path of ['meeting-ended', `i/${urlKey}`]) {
      const answer = await fetch(`${ingress.address}/webhooks/testing/${path}`, { method })
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST'])
    }
  })

  it.each([
    '/',
    '/webhooks',
    '/webhooks/testing',
    '/webhooks/testing/other',
    '/webhooks/nobody/meeting-ended',
    '/webhooks/testing/i',
    '/%E0%A4%A',
  ])('has nowhere to go at %s', async (path) => {
    const ingress = await start()
    const answer = await fetch(ingress.address + path, { method: 'POST', body: ended })
    expect(answer.status).toBe(404)
    expect(await problemOf(answer)).not.toHaveProperty('stack')
  })

  it('is refused with 400 when the address cannot be decoded, without repeating it', async () => {
    const ingress = await start()
    const answer = await fetch(`${ingress.address}/webhooks/testing/i/%E0%A4%A`, { method: 'POST', body: ended })
    expect(await problemOf(answer)).toEqual({ http: 400, title: 'Bad Request', status: 400, detail: 'The request cannot be understood.' })
  })

  it('leads to 500 and no more words when a platform breaks its promise never to throw', async () => {
    const broken = {
      ...testPlatform,
      readEvent: () => {
        throw new Error('private detail')
      },
    }
    const ingress = await start({ platforms: [broken] })
    const answer = await ingress.post(ended)
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('private')
  })
})
