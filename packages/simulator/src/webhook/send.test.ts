import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sendWebhook } from './send.ts'
import { signZoom } from './sign.ts'

let server: Server
let url: string
let received: { headers: IncomingHttpHeaders; body: Buffer }[]

beforeEach(async () => {
  received = []
  const app = express().post('/{*path}', express.raw({ type: () => true }), (request, response) => {
    received.push({ headers: request.headers, body: request.body as Buffer })
    response.status(503).set('retry-after', '4').type('text/plain').send('not now')
  })
  server = createServer(app)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/zoom/recording-completed`
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

test('sends the exact bytes, signed at the moment given, and returns any answer', async () => {
  const body = Buffer.from('{ "topic" : "café 🚀" }')
  const result = await sendWebhook({ url, platform: 'zoom', body, secret: 's', at: 1_785_368_934_999 })
  expect(result).toMatchObject({ status: 503, body: 'not now', headers: { 'retry-after': '4' } })
  expect(result.ms).toBeGreaterThan(0)
  expect(received[0]?.body).toEqual(body)
  expect(received[0]?.headers).toMatchObject({ ...signZoom('s', body, 1_785_368_934), 'content-type': 'application/json; charset=utf-8' })
})

test('without a secret there is no signature', async () => {
  await sendWebhook({ url, platform: 'fireflies', body: '{}' })
  expect(received[0]?.headers).not.toHaveProperty('x-hub-signature')
})

test('headers given win over the signature', async () => {
  await sendWebhook({ url, platform: 'otter', body: '{}', secret: 's', headers: { 'x-otter-signature': 'mine' } })
  expect(received[0]?.headers['x-otter-signature']).toBe('mine')
})
