import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSimulatorClient } from './client.ts'
import { sampleMeeting } from './meeting/sample.ts'
import type { Fault } from './server/faults.ts'
import { startSimulator } from './simulator.ts'
import type { Simulator } from './simulator.ts'

let simulator: Simulator
beforeEach(async () => {
  simulator = await startSimulator()
  simulator.addMeeting(sampleMeeting)
})
afterEach(() => simulator.close())

const conversation = (init: RequestInit = {}) =>
  fetch(`${simulator.env.OTTER_API_URL}/v1/conversations/${sampleMeeting.otter.id}?include=transcript`, {
    headers: { authorization: `Bearer ${simulator.credentials.otter.apiKey}` },
    ...init,
  })

test.each<[Fault, number]>([
  [{ endpoint: 'otter.conversation', kind: 'unauthorized' }, 401],
  [{ endpoint: 'otter.conversation', kind: 'not-ready' }, 404],
  [{ endpoint: 'otter.conversation', kind: 'rate-limited' }, 429],
  [{ endpoint: 'otter.conversation', kind: 'unavailable' }, 503],
  [{ endpoint: 'otter', kind: 'status', status: 418 }, 418],
])('%o answers %i until it is cleared', async (fault, status) => {
  simulator.addFault(fault)
  expect((await conversation()).status).toBe(status)
  expect((await conversation()).status).toBe(status)
  simulator.clearFaults()
  expect((await conversation()).status).toBe(200)
})

test('a fault with a count strikes that often', async () => {
  simulator.addFault({ endpoint: 'otter', kind: 'unavailable', times: 2 })
  const statuses = [await conversation(), await conversation(), await conversation()].map(({ status }) => status)
  expect(statuses).toEqual([503, 503, 200])
})

test('a fault strikes its own endpoint only', async () => {
  simulator.addFault({ endpoint: 'zoom', kind: 'unavailable' })
  expect((await conversation()).status).toBe(200)
  expect((await fetch(`${simulator.env.ZOOM_OAUTH_URL}/token`, { method: 'POST' })).status).toBe(503)
})

test('Retry-After is there where it was asked for', async () => {
  simulator.addFault({ endpoint: 'otter', kind: 'rate-limited', retryAfterSeconds: 7, times: 1 })
  simulator.addFault({ endpoint: 'otter', kind: 'rate-limited', times: 1 })
  expect((await conversation()).headers.get('retry-after')).toBe('7')
  expect((await conversation()).headers.get('retry-after')).toBeNull()
})

test('a page comes with status 200 in place of the answer', async () => {
  simulator.addFault({ endpoint: 'otter', kind: 'html', times: 1 })
  const answer = await conversation()
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
})

test('a reset ends the connection without an answer', async () => {
  simulator.addFault({ endpoint: 'otter', kind: 'reset', times: 1 })
  await expect(conversation()).rejects.toThrow('fetch failed')
  expect(simulator.requests().at(-1)).toMatchObject({ endpoint: 'otter.conversation', fault: 'reset', status: 0 })
})

test('slow answers as usual, later, and lets other faults strike too', async () => {
  simulator.addFault({ endpoint: 'otter', kind: 'slow', ms: 60, times: 2 })
  simulator.addFault({ endpoint: 'otter', kind: 'unavailable', times: 1 })
  const started = performance.now()
  expect((await conversation()).status).toBe(503)
  expect((await conversation()).status).toBe(200)
  expect(performance.now() - started).toBeGreaterThan(100)
})

test('a client that does not wait for a slow answer is written down as unanswered', async () => {
  simulator.addFault({ endpoint: 'otter', kind: 'slow', ms: 3_600_000, times: 1 })
  await expect(conversation({ signal: AbortSignal.timeout(50) })).rejects.toThrow('timeout')
  await expect.poll(() => simulator.requests().at(-1)).toMatchObject({ fault: 'slow', status: 0 })
})

test('requests are written down with the scheme of their credentials, never with the credentials', async () => {
  await conversation()
  await fetch(`${simulator.address}/elsewhere`)
  const [first, second] = simulator.requests()
  expect(first).toMatchObject({ method: 'GET', endpoint: 'otter.conversation', authorization: 'bearer', status: 200 })
  expect(second).toMatchObject({ path: '/elsewhere', endpoint: undefined, authorization: undefined, status: 404 })
  expect(JSON.stringify(simulator.requests())).not.toContain(simulator.credentials.otter.apiKey)
})

test('another process can add meetings and faults and read what happened', async () => {
  const other = { ...sampleMeeting, key: 'other', otter: { ...sampleMeeting.otter, id: 'other' } }
  const client = createSimulatorClient(simulator.address)
  await client.addMeeting(other)
  await client.addFault({ endpoint: 'otter', kind: 'unavailable' })
  expect((await conversation()).status).toBe(503)
  await client.clearFaults()
  const answer = await fetch(`${simulator.env.OTTER_API_URL}/v1/conversations/other?include=transcript`, {
    headers: { authorization: `Bearer ${simulator.credentials.otter.apiKey}` },
  })
  expect(answer.status).toBe(200)
  expect((await client.requests()).requests.map(({ status }) => status)).toEqual([503, 200])
  await client.clearRequests()
  expect(await client.requests()).toEqual({ requests: [], offences: [] })
})

test('a fault that makes no sense where it is asked for is refused with the reasons', async () => {
  const client = createSimulatorClient(simulator.address)
  await expect(client.addFault({ endpoint: 'zoom.oauth', kind: 'live' } as unknown as Fault)).rejects.toThrow('answered 400')
})

test('a port that is taken is refused', async () => {
  await expect(startSimulator({ port: Number(new URL(simulator.address).port) })).rejects.toThrow('EADDRINUSE')
})
