import { expect, test } from 'vitest'
import { transcriptCompleted } from './fixtures.ts'
import { createZoom } from './zoom.ts'

const zoom = createZoom({ apiUrl: 'https://api.zoom.example/v2', oauthUrl: 'https://zoom.example/oauth', transcriptHosts: ['zoom.us'] })
const delivery = (headers: Record<string, string>, body = transcriptCompleted) => ({
  headers,
  body: Buffer.from(body),
  receivedAt: 0,
  byIntegrationUrl: false,
})

test('a retry, signed anew at another time, is the same delivery', () => {
  const first = delivery({ 'x-zm-request-id': 'a1b2c3d4_e5f6', 'x-zm-request-timestamp': '1', 'x-zm-signature': 'v0=1' })
  const retry = delivery({ 'x-zm-request-id': 'a1b2c3d4_e5f6', 'x-zm-request-timestamp': '301', 'x-zm-signature': 'v0=2' })
  expect(zoom.deliveryId(first, undefined)).toBe('a1b2c3d4_e5f6')
  expect(zoom.deliveryId(retry, undefined)).toBe(zoom.deliveryId(first, undefined))
})

test.each([{}, { 'x-zm-request-id': '' }, { 'x-zm-request-id': 'x\ny' }, { 'x-zm-request-id': 'a'.repeat(500) }])(
  'without a sane request id (%j) the body names the delivery',
  (headers) => {
    expect(zoom.deliveryId(delivery(headers), undefined)).toMatch(/^[0-9a-f]{64}$/)
    expect(zoom.deliveryId(delivery(headers), undefined)).not.toBe(zoom.deliveryId(delivery(headers, `${transcriptCompleted} `), undefined))
  },
)

test('remembers a delivery for longer than Zoom sends it again (85 minutes)', () => {
  expect(zoom.duplicateWindowMs).toBeGreaterThan(85 * 60_000)
})

test('keeps the headers that authentication and identity need, and no others', () => {
  expect(zoom.signatureHeaders).toEqual(['x-zm-signature', 'x-zm-request-timestamp', 'x-zm-request-id'])
})

test.each([
  [{ accountId: 'a', clientId: 'b', clientSecret: 'c' }, true],
  [{ clientId: 'b', clientSecret: 'c', refreshToken: 'd' }, true],
  [{ clientId: 'b', clientSecret: 'c' }, false],
  [{}, false],
])('credentials %j: %s', (credentials, valid) => {
  expect(zoom.credentials.safeParse(credentials).success).toBe(valid)
})
