import { describe, expect, test } from 'vitest'
import { hmacHex } from '@hansard/platforms/hmac'
import { ended, secretOfA, testIngresses, urlKey } from './test-ingress.ts'

const startIngress = testIngresses()
const seriesIn = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length
const series = async (ingress: Awaited<ReturnType<typeof startIngress>>) => seriesIn(await ingress.metrics.metrics())

/** What strangers, and the owner of a valid secret, can vary: paths, methods, keys, headers, bodies, names of events, ids. */
const hostile = (n: number): readonly (readonly [path: string, init: RequestInit])[] => {
  const signed = (body: string, headers: Readonly<Record<string, string>> = {}) => ({
    method: 'POST',
    body,
    headers: { 'x-test-signature': hmacHex(secretOfA, body), ...headers },
  })
  const event = (name: string) => JSON.stringify({ event: name, id: `m-${n}`, hosts: [`ann${n}@nowhere${n}.example`] })
  return [
    [`/webhooks/testing/${n}`, signed(ended)],
    [`/webhooks/platform-${n}/meeting-ended`, signed(ended)],
    [`/webhooks/testing/i/key-${n}`, signed(ended)],
    [`/webhooks/testing/i/${urlKey}?${n}`, signed(event(`invented.event.${n}`))],
    ['/webhooks/testing/meeting-ended', signed(event(`invented.event.${n}`))],
    ['/webhooks/testing/meeting-ended', signed(event(`"} 1\nhansard_injected{a="${n}`))],
    ['/webhooks/testing/meeting-ended', signed(ended, { 'x-test-signature': `forged ${n}` })],
    ['/webhooks/testing/meeting-ended', signed(`{"event": ${n}`)],
    ['/webhooks/testing/meeting-ended', { method: ['GET', 'PUT', 'DELETE', 'PATCH'][n % 4] ?? 'GET' }],
    ['/webhooks/testing/meeting-ended', signed(ended, { 'content-encoding': `made-up-${n}` })],
    [
      '/webhooks/testing/meeting-ended',
      signed(ended, { traceparent: `00-${String(n).padStart(32, '1')}-${String(n).padStart(16, '1')}-01` }),
    ],
  ]
}

describe('the series of the ingress', () => {
  test('are no more after hundreds of hostile requests than after a few, whatever they say', async () => {
    const ingress = await startIngress()
    const send = (n: number) =>
      Promise.all(hostile(n).map(async ([path, init]) => (await fetch(ingress.address + path, init)).arrayBuffer()))
    for (let n = 0; n < 4; n++) await send(n)
    const few = await series(ingress)
    for (let n = 4; n < 24; n++) await send(n)
    expect(await series(ingress)).toBe(few)
    expect(few).toBeLessThan(150)
    expect(await ingress.metrics.metrics()).not.toContain('injected')
  })
})
