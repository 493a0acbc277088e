import { describe, expect, it } from 'vitest'
import { hmacHex } from '@hansard/platforms/hmac'
import { UnavailableError } from '@hansard/shared/errors'
import { isTraceparent } from '@hansard/shared/telemetry/traceparent'
import { ended, postRaw, secretOfA, stored, testIngresses, urlKey } from './test-ingress.ts'

const start = testIngresses()
const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('a delivery that can be used', () => {
  it('is stored under its platform and delivery id, with everything the verifier needs, and answered with its id', async () => {
    const ingress = await start()
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    const before = Date.now()
    const answer = await ingress.post(ended, { 'x-test-delivery': 'd-1', traceparent })
    const body = (await answer.json()) as Record<string, string>
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(body).toEqual({ status: 'accepted', meeting_id: 'm-7', webhook_event_id: expect.stringMatching(uuidV7) })

    const [record] = stored(ingress)
    expect(record).toMatchObject({ key: 'testing:d-1', value: Buffer.from(ended) })
    expect(record?.headers).toEqual({
      'webhook-event-id': body['webhook_event_id'],
      'received-at': expect.stringMatching(/^\d{13}$/),
      traceparent,
      platform: 'testing',
      'remote-address': '127.0.0.1',
      'http-x-test-signature': hmacHex(secretOfA, ended),
      'http-x-test-delivery': 'd-1',
    })
    expect(Number(record?.headers['received-at'])).toBeGreaterThanOrEqual(before)
  })

  it('may bring a Set-Cookie, the one header that Node gives as a list: nobody is told of it', async () => {
    const ingress = await start()
    const headers = { 'set-cookie': 'a=1', cookie: 'a=1' }
    expect((await ingress.post(ended, headers)).status).toBe(200)
    expect((await ingress.post(ended, { ...headers, 'x-test-signature': 'wrong' })).status).toBe(401)
    const [event] = await ingress.securityEvents()
    expect(event?.headers).toMatchObject({ cookie: '[redacted]' })
    expect(event?.headers).not.toHaveProperty('set-cookie')
  })

  it('gets a new trace when it brings none that is valid', async () => {
    const ingress = await start()
    await ingress.post(ended, { traceparent: '00-00000000000000000000000000000000-b7ad6b7169203331-01' })
    const traceparent = stored(ingress)[0]?.headers['traceparent']
    expect(isTraceparent(traceparent)).toBe(true)
    expect(traceparent).not.toContain('b7ad6b7169203331')
  })

  it("names the integration when it comes to the integration's URL", async () => {
    const ingress = await start()
    const answer = await fetch(`${ingress.address}/webhooks/testing/i/${urlKey}`, { method: 'POST', body: ended })
    expect(answer.status).toBe(200)
    expect(stored(ingress)[0]?.headers).toMatchObject({ integration: 'integration-testing' })
  })

  it('is called a duplicate when its event was claimed before, and stored all the same', async () => {
    const asked: unknown[] = []
    const ingress = await start({
      seen: async (...question) => {
        asked.push(question)
        return true
      },
    })
    const answer = await ingress.post(ended)
    expect(await answer.json()).toEqual({ status: 'duplicate', meeting_id: 'm-7', webhook_event_id: expect.stringMatching(uuidV7) })
    expect(asked).toEqual([['workspace-a', 'testing', expect.objectContaining({ externalId: 'm-7', eventType: 'meeting.ended' })]])
    expect(stored(ingress)).toHaveLength(1)
  })

  it('is accepted without the hint when nobody can tell whether it was claimed', async () => {
    const ingress = await start({ seen: () => Promise.reject(new UnavailableError('redis', 'gone')) })
    expect(await (await ingress.post(ended)).json()).toMatchObject({ status: 'accepted' })
  })

  it('is ignored with its reason, and stored, when nobody wants it', async () => {
    const ingress = await start()
    const unhandled = await ingress.post(JSON.stringify({ event: 'meeting.started' }))
    const unknownHost = await ingress.post(JSON.stringify({ event: 'meeting.ended', hosts: ['x@nowhere.example'] }))
    expect([unhandled.status, await unhandled.json()]).toEqual([
      200,
      { status: 'ignored', reason: 'Unsupported event type: meeting.started' },
    ])
    expect([unknownHost.status, await unknownHost.json()]).toEqual([
      200,
      { status: 'ignored', reason: 'Host not associated with any workspace' },
    ])
    expect(stored(ingress)).toHaveLength(2)
  })

  it('is stored byte for byte: invalid UTF-8, CRLF, a byte order mark and all', async () => {
    const ingress = await start()
    const body = Buffer.concat([
      Buffer.from('{"event":"meeting.ended",\r\n "note":"'),
      Buffer.from([0xff, 0xfe, 0xc3, 0x28]),
      Buffer.from('"}\r\n'),
    ])
    const answer = await ingress.post(body, { 'content-type': 'text/plain; charset=utf-16' })
    expect(answer.status).toBe(200)
    expect(stored(ingress)[0]?.value?.equals(body)).toBe(true)
  })

  it('is stored byte for byte when it comes in chunks', async () => {
    const ingress = await start()
    const chunks = [ended.slice(0, 10), ended.slice(10)].map((part) => `${part.length.toString(16)}\r\n${part}\r\n`)
    const signed = [`X-Test-Signature: ${hmacHex(secretOfA, ended)}`, 'Transfer-Encoding: chunked']
    expect(await postRaw(ingress, signed, ...chunks, '0\r\n\r\n')).toMatch(/^HTTP\/1.1 200 /)
    expect(stored(ingress)[0]?.value?.toString()).toBe(ended)
  })

  it('keeps __proto__ in its body and its headers harmless', async () => {
    const ingress = await start()
    const body = '{"event":"meeting.ended","hosts":[],"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'
    const answer = await ingress.post(body, { ['__proto__']: 'polluted', constructor: 'polluted' })
    expect(answer.status).toBe(200)
    expect(stored(ingress)[0]?.value?.toString()).toBe(body)
    expect({}).not.toHaveProperty('polluted')
  })
})
