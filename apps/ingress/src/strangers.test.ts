import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createPlatforms, platformConfig } from '@hansard/platforms/platforms'
import { hmacHex } from '@hansard/platforms/hmac'
import { standardIntake } from '@hansard/shared/directory/intake'
import type { ReplayWatch } from './replay-watch.ts'
import { createReplayWatch } from './replay-watch.ts'
import { tenantsDirectory, zoomBody, zoomHeaders } from './fuzz/tenants.ts'
import { speakRaw } from './test-raw.ts'
import { ended, secretOfA, stored, testDirectory, testIngresses, urlKey, type TestIngress } from './test-ingress.ts'

const testIngress = testIngresses()
/** Behind a proxy, so that a test can be somebody else. */
const start: typeof testIngress = (options) => testIngress({ trustedProxies: ['127.0.0.1'], ...options })
const stranger = '203.0.113.66'
const from = (address: string) => ({ 'x-forwarded-for': address })
const forge = (ingress: TestIngress, address: string) => ingress.post(ended, { ...from(address), 'x-test-signature': 'wrong' })
const manyForged = async (ingress: TestIngress, address: string, times = 20) => {
  for (let request = 0; request < times; request += 1) await forge(ingress, address)
}

describe('an address of which too much is not authentic', () => {
  it('is refused before its body is read or a MAC is computed, and others are not', async () => {
    const ingress = await start()
    await manyForged(ingress, stranger)
    const head = ['POST /webhooks/testing/meeting-ended HTTP/1.1', 'Host: test', `X-Forwarded-For: ${stranger}`, 'Content-Length: 1000000']
    const { codes, text, seconds } = await speakRaw(ingress, [[...head, '', ''].join('\r\n')])
    expect(codes).toEqual([503])
    expect(Number(/retry-after: (\d+)/i.exec(text)?.[1])).toBeGreaterThan(30)
    // The connection is closed, not held until the body has come.
    expect(seconds).toBeLessThan(5)
    expect((await ingress.post(ended, from('203.0.113.67'))).status).toBe(200)
    const [, blocked] = await ingress.securityEvents()
    expect(blocked).toMatchObject({ type: 'webhook.address_blocked', remoteAddress: stranger, count: 1 })
    expect(await ingress.metrics.metrics()).toContain('status="address_blocked"} 1')
  })

  it.each([
    ['guesses of keys', (ingress: TestIngress) => ingress.post(ended, from(stranger), '/webhooks/testing/i/guess')],
    [
      'missing signatures',
      (ingress: TestIngress) =>
        fetch(`${ingress.address}/webhooks/testing/meeting-ended`, { method: 'POST', headers: from(stranger), body: ended }),
    ],
    ['bodies that are too large', (ingress: TestIngress) => ingress.post('x'.repeat(1_048_577), from(stranger))],
  ])('is refused for %s, too', { timeout: 30_000 }, async (_what, send) => {
    const ingress = await start()
    for (let request = 0; request < 20; request += 1) await send(ingress)
    expect((await ingress.post(ended, from(stranger))).status).toBe(503)
  })

  it('is looked at ten times as long when it sends authentic deliveries as well: a neighbour’s are not lost', async () => {
    const ingress = await start()
    expect((await ingress.post(ended, from(stranger))).status).toBe(200)
    await manyForged(ingress, stranger, 40)
    expect((await ingress.post(ended, from(stranger))).status).toBe(200)
  })

  it('is told nothing that makes its platform give up: an authentic delivery can come again', async () => {
    const ingress = await start()
    await manyForged(ingress, stranger)
    const refused = await ingress.post(ended, from(stranger))
    expect(refused.status).toBeGreaterThanOrEqual(500)
    expect(refused.headers.has('retry-after')).toBe(true)
  })
})

describe('what a stranger sends', () => {
  it.each([
    ['no signature', [], 400],
    ['a signature that is out of date', ['X-Test-Signature: too-late'], 401],
  ])('with %s is answered before its body is read', async (_what, headers, code) => {
    const ingress = await start()
    const head = ['POST /webhooks/testing/meeting-ended HTTP/1.1', 'Host: test', ...headers, 'Content-Length: 1000000', '', '']
    const { codes } = await speakRaw(ingress, [head.join('\r\n')], { enough: (seen) => seen.length > 0 })
    expect(codes).toEqual([code])
    expect(ingress.bodies.held()).toBe(0)
  })

  it('leads to a search among all tenants within a budget only; beyond it to 503, whether it is authentic or not', async () => {
    const directory = tenantsDirectory(500)
    const ingress = await start({
      platforms: [...createPlatforms(z.object(platformConfig).parse({})).values()],
      directory: { current: () => directory, lookAgain: async () => false },
      hashBytesPerMinute: 10_000_000,
    })
    const send = (body: Buffer, headers: Readonly<Record<string, string>>, address: string) =>
      ingress.post(body, { ...headers, ...from(address) }, '/webhooks/zoom/recording-completed')
    const nobodys = Buffer.from(zoomBody(3).toString().replace('tenant-3', 'nowhere'))
    const forged = { ...zoomHeaders(3, nobodys), 'x-zm-signature': `v0=${'0'.repeat(64)}` }
    expect([(await send(nobodys, forged, stranger)).status, ingress.searchesRefused()]).toEqual([401, 0])
    const second = await send(nobodys, forged, stranger)
    expect([second.status, second.headers.get('retry-after'), ingress.searchesRefused()]).toEqual([503, '60', 1])
    // Of a tenant that the body points to nothing has to be searched; nor of one whose account is known; and a stranger to us has a budget of his own.
    const own = zoomBody(3)
    expect((await send(own, zoomHeaders(3, own), stranger)).status).toBe(200)
    expect((await send(nobodys, zoomHeaders(3, nobodys), stranger)).status).toBe(200)
    const other = Buffer.from(zoomBody(4).toString().replace('tenant-4', 'nowhere'))
    expect((await send(other, zoomHeaders(4, other), '192.0.2.77')).status).toBe(200)
    expect(await ingress.metrics.metrics()).toMatch(/event_type="unknown",status="unknown_sender"\} 1/)
  })

  it('is refused to an address that fails again and again only after a while', async () => {
    const ingress = await start({ refusalDelayMs: 60_000 })
    for (let request = 0; request < 3; request += 1) expect((await forge(ingress, stranger)).status).toBe(401)
    let answered = false
    const fourth = forge(ingress, stranger).then(
      () => (answered = true),
      () => undefined,
    )
    await expect.poll(() => ingress.metrics.metrics()).toMatch(/status="signature_failed"\} 4/)
    for (let request = 0; request < 5; request += 1) expect((await ingress.post(ended, from('192.0.2.1'))).status).toBe(200)
    expect(answered).toBe(false)
    await ingress.stop()
    await fourth
  })
})

describe('an integration that lists its sources', () => {
  const directory = () => {
    const picture = testDirectory()
    const intake = { ...standardIntake, allowedSources: ['192.0.2.0/24'] }
    const integrations = picture.integrations.map((integration) => ({ ...integration, intake }))
    return { current: () => ({ ...picture, integrations }), lookAgain: async () => false }
  }

  it.each(['/webhooks/testing/meeting-ended', `/webhooks/testing/i/${urlKey}`])('takes deliveries from there alone: %s', async (path) => {
    const ingress = await start({ directory: directory() })
    expect((await ingress.post(ended, from('192.0.2.200'), path)).status).toBe(200)
    const refused = await ingress.post(ended, from('198.51.100.1'), path)
    expect([refused.status, await refused.json()]).toEqual([
      403,
      { title: 'Forbidden', status: 403, detail: 'Deliveries of this integration are not taken from this address.' },
    ])
    expect(stored(ingress)).toHaveLength(1)
    expect(await ingress.securityEvents()).toMatchObject([{ type: 'webhook.source_not_allowed', remoteAddress: '198.51.100.1' }])
  })

  it('tells a forger no more than any other does', async () => {
    const ingress = await start({ directory: directory() })
    expect((await forge(ingress, '198.51.100.1')).status).toBe(401)
  })
})

describe('a signature that comes again', () => {
  const memory = () => {
    const kept = new Map<string, string>()
    const redis = {
      set: async (key: string, value: string) => void (kept.has(key) || kept.set(key, value)),
      get: async (key: string) => kept.get(key) ?? null,
    }
    return { kept, replays: createReplayWatch(redis as unknown as Parameters<typeof createReplayWatch>[0]) }
  }

  it('from elsewhere is a security event that names both addresses, and answered as ever', async () => {
    const { kept, replays } = memory()
    const ingress = await start({ replays })
    for (const address of ['192.0.2.1', '192.0.2.1', '198.51.100.9']) expect((await ingress.post(ended, from(address))).status).toBe(200)
    expect(await ingress.securityEvents()).toMatchObject([
      {
        type: 'webhook.signature_replayed',
        remoteAddress: '198.51.100.9',
        detail: 'The same signature came before from 192.0.2.1.',
        count: 1,
      },
    ])
    expect(JSON.stringify([...kept])).not.toContain(hmacHex(secretOfA, ended))
  })

  it('is not looked for when it is forged', async () => {
    const { kept, replays } = memory()
    const ingress = await start({ replays })
    await manyForged(ingress, stranger, 3)
    expect(kept.size).toBe(0)
  })

  it('is nothing when Redis cannot say', async () => {
    const away = { set: () => Promise.reject(new Error('gone')), get: () => Promise.reject(new Error('gone')) }
    const replays: ReplayWatch = createReplayWatch(away)
    const ingress = await start({ replays })
    expect((await ingress.post(ended, from('192.0.2.1'))).status).toBe(200)
    expect(await ingress.securityEvents()).toEqual([])
  })
})
