import { describe, expect, it } from 'vitest'
import { ended, stored, testDirectory, testIngresses, urlKey } from './test-ingress.ts'

const start = testIngresses()

describe('a process that cannot judge', () => {
  it('asks for patience while no directory was loaded', async () => {
    const ingress = await start({ directory: { current: () => undefined, lookAgain: async () => false } })
    const onUrl = await fetch(`${ingress.address}/webhooks/testing/i/${urlKey}`, { method: 'POST', body: ended })
    const onRoute = await ingress.post(ended)
    expect([onUrl, onRoute].map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([
      [503, '5'],
      [503, '5'],
    ])
  })

  it('looks for a newer directory before it refuses a key or a signature', async () => {
    const empty = { integrations: [], members: new Map<string, string>(), domains: new Map<string, string>() }
    let current = empty
    const directory = {
      current: () => current,
      lookAgain: async () => {
        const changed = current === empty
        current = testDirectory() as typeof empty
        return changed
      },
    }
    const ingress = await start({ directory })
    expect((await ingress.post(ended)).status).toBe(200)
    current = empty
    expect((await fetch(`${ingress.address}/webhooks/testing/i/${urlKey}`, { method: 'POST', body: ended })).status).toBe(200)
  })

  it('refuses without a newer directory when PostgreSQL hangs', async () => {
    const directory = { current: () => testDirectory(), lookAgain: () => Promise.withResolvers<boolean>().promise }
    const ingress = await start({ directory })
    const since = performance.now()
    expect((await ingress.post(ended, { 'x-test-signature': 'wrong' })).status).toBe(401)
    expect((await fetch(`${ingress.address}/webhooks/testing/i/guessed-key`, { method: 'POST', body: ended })).status).toBe(404)
    expect(performance.now() - since).toBeLessThan(10_000)
  })

  it('sends new deliveries away while it stops', async () => {
    const ingress = await start({ draining: () => true })
    const answer = await ingress.post(ended)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
    expect(stored(ingress)).toEqual([])
  })

  it('finishes the delivery in hand before it closes', async () => {
    const acknowledged = Promise.withResolvers<void>()
    const sending = Promise.withResolvers<void>()
    const ingress = await start({
      send: async (records, producer) => {
        sending.resolve()
        await acknowledged.promise
        await producer.send(records)
      },
    })
    const answer = ingress.post(ended)
    await sending.promise
    const stopped = ingress.stop()
    acknowledged.resolve()
    expect((await answer).status).toBe(200)
    await stopped
    await expect(ingress.post(ended)).rejects.toThrow('fetch failed')
  })
})

describe('beside the webhooks', () => {
  it('is nothing but a sign of life: what operators ask has a port of its own', async () => {
    const ingress = await start()
    const status = async (path: string, method = 'GET') => (await fetch(ingress.address + path, { method })).status
    expect(await status('/healthz')).toBe(200)
    expect(await (await fetch(`${ingress.address}/healthz`)).json()).toEqual({ status: 'alive' })
    for (const path of ['/readyz', '/metrics', '/webhooks/testing/endpoint-url', '/']) expect(await status(path)).toBe(404)
    expect(await status('/healthz', 'POST')).toBe(404)
  })

  it('counts what happened under labels that a stranger cannot multiply', async () => {
    const ingress = await start()
    await ingress.post(ended)
    await ingress.post(JSON.stringify({ event: 'made-up-1' }))
    await ingress.post(JSON.stringify({ event: 'made-up-2' }))
    await ingress.post(ended, { 'x-test-signature': 'wrong' })
    const { values } = (await ingress.metrics.getSingleMetric('webhook_requests_total')?.get()) ?? { values: [] }
    expect(values.map(({ labels, value }) => [labels, value])).toEqual([
      [{ platform: 'testing', event_type: 'meeting.ended', status: 'accepted' }, 1],
      [{ platform: 'testing', event_type: 'unknown', status: 'ignored' }, 2],
      [{ platform: 'testing', event_type: 'unknown', status: 'signature_failed' }, 1],
    ])
    expect(await ingress.metrics.metrics()).toContain(
      'webhook_processing_duration_seconds_count{platform="testing",event_type="meeting.ended"} 1',
    )
  })

  it('believes X-Forwarded-For from trusted proxies only', async () => {
    const direct = await start()
    await direct.post(ended, { 'x-forwarded-for': '203.0.113.9' })
    expect(stored(direct)[0]?.headers).toMatchObject({ 'remote-address': '127.0.0.1' })
    await direct.stop()
    const behindProxy = await start({ trustedProxies: ['127.0.0.1'] })
    await behindProxy.post(ended, { 'x-forwarded-for': '203.0.113.9' })
    expect(stored(behindProxy)[0]?.headers).toMatchObject({ 'remote-address': '203.0.113.9' })
  })

  it('does not say what it is made of, and nothing is for a browser to run, frame, sniff or keep', async () => {
    const ingress = await start()
    const answers = [
      await ingress.post(ended),
      await ingress.post(''),
      await fetch(ingress.address),
      await fetch(`${ingress.address}/healthz`),
    ]
    for (const { headers } of answers) {
      expect([headers.get('x-powered-by'), headers.get('server'), headers.get('etag')]).toEqual([null, null, null])
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
      expect([headers.get('x-content-type-options'), headers.get('x-frame-options')]).toEqual(['nosniff', 'DENY'])
      expect([headers.get('cache-control'), headers.get('referrer-policy')]).toEqual(['no-store', 'no-referrer'])
    }
  })
})
