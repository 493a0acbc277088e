import type { AddressInfo } from 'node:net'
import { Registry } from 'prom-client'
import { afterEach, describe, expect, it } from 'vitest'
import { createHealth } from './health.ts'
import { isLoopback } from './operator-access.ts'
import { startOperatorServer, type OperatorServerOptions } from './operator-server.ts'

const token = 'operator-token-of-this-test'
const servers: Awaited<ReturnType<typeof startOperatorServer>>[] = []
afterEach(() => servers.splice(0).forEach((server) => server.close().closeAllConnections()))

const start = async (options: Partial<OperatorServerOptions> = {}) => {
  const health = createHealth()
  const metrics = new Registry()
  health.addOperatorPage('/secret-page', () => ({ for: 'operators' }))
  const server = await startOperatorServer({ health, metrics, host: '127.0.0.1', port: 0, token, openMetrics: false, ...options })
  servers.push(server)
  const { port } = server.address() as AddressInfo
  const ask = async (path: string, authorization?: string, method = 'GET') => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, ...(authorization && { headers: { authorization } }) })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text }
  }
  return { health, ask }
}
// The server listens on every address of the machine, as in a container.
const outside = { host: '0.0.0.0' }

describe('the operator port', () => {
  it('tells everybody who can reach it whether the process is alive and ready, and no more', async () => {
    const { health, ask } = await start(outside)
    health.setReady('kafka', false, 'connection refused at 10.0.0.7')
    expect(await ask('/healthz')).toMatchObject({ status: 200, body: { status: 'alive' } })
    expect(await ask('/readyz')).toMatchObject({ status: 503, body: { status: 'not ready' } })
    expect(JSON.stringify(await ask('/readyz'))).not.toContain('10.0.0.7')
    health.onAlive(() => false)
    expect(await ask('/healthz')).toMatchObject({ status: 503, body: { status: 'stuck' } })
  })

  it('tells what it waits for, its metrics and its pages to who has the token', async () => {
    const { health, ask } = await start(outside)
    health.setReady('kafka', false, 'away')
    expect((await ask('/readyz', `Bearer ${token}`)).body).toEqual({ status: 'not ready', waitingFor: { kafka: 'away' } })
    expect((await ask('/metrics', `Bearer ${token}`)).status).toBe(200)
    expect(await ask('/secret-page', `bearer ${token}`)).toMatchObject({ status: 200, body: { for: 'operators' } })
  })

  it.each([undefined, token, 'Bearer', 'Bearer ', `Bearer ${token}x`, `Bearer ${token.slice(1)}`, `Basic ${token}`, 'Bearer ü'])(
    'refuses metrics and pages to %s',
    async (authorization) => {
      const { ask } = await start(outside)
      const sent = authorization && Buffer.from(authorization).toString('latin1')
      for (const path of ['/metrics', '/secret-page']) {
        const answer = await ask(path, sent)
        expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="operator"'])
      }
    },
  )

  it('says what to set when there is no token', async () => {
    const { ask } = await start({ ...outside, token: undefined })
    for (const path of ['/metrics', '/secret-page'])
      expect(await ask(path, 'Bearer anything')).toMatchObject({
        status: 403,
        body: { detail: expect.stringContaining('OPERATOR_TOKEN') as string },
      })
  })

  it('tells metrics and what it waits for to everybody where only this machine can ask; its pages need the token even there', async () => {
    const { health, ask } = await start({ token: undefined })
    health.setReady('kafka', false, 'away')
    expect((await ask('/readyz')).body).toEqual({ status: 'not ready', waitingFor: { kafka: 'away' } })
    expect((await ask('/metrics')).status).toBe(200)
    expect((await ask('/secret-page')).status).toBe(403)
  })

  it('gives metrics to everybody where that is configured', async () => {
    const { ask } = await start({ ...outside, openMetrics: true })
    expect([(await ask('/metrics')).status, (await ask('/secret-page')).status]).toEqual([200, 401])
  })

  it('is only read, and nothing of it is for a browser to run, frame or keep', async () => {
    const { ask } = await start()
    expect(await ask('/healthz', undefined, 'POST')).toMatchObject({ status: 405 })
    expect((await ask('/nothing')).status).toBe(404)
    const { headers } = await ask('/healthz')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect([headers.get('x-content-type-options'), headers.get('cache-control')]).toEqual(['nosniff', 'no-store'])
  })
})

it.each([
  ['127.0.0.1', true],
  ['127.1.2.3', true],
  ['localhost', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['10.0.0.1', false],
  ['127.example.com', false],
])('%s is an address that only this machine reaches: %s', (host, loopback) => {
  expect(isLoopback(host)).toBe(loopback)
})
