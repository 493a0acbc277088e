import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { generate } from './generate.ts'
import type { LoadRequest } from './load.ts'
import { sentAtOf } from './sent-at.ts'

interface Got {
  readonly url: string
  readonly body: string
  readonly signature: string
  readonly sentAt: number | undefined
  readonly at: number
}
let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

const listen = async (status: (count: number) => number = () => 200) => {
  const got: Got[] = []
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      const { 'x-otter-signature': signature, traceparent } = request.headers
      got.push({ url: request.url ?? '', body, signature: String(signature), sentAt: sentAtOf(String(traceparent)), at: performance.now() })
      response.writeHead(status(got.length)).end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { got, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}
const requests: readonly LoadRequest[] = ['one', 'two', 'three'].map((body) => ({
  path: `/${body}`,
  platform: 'otter',
  body,
  secret: 'a secret',
  headers: {},
}))

test('in a closed loop every connection repeats its own signed request, and every answer is counted', async () => {
  const { got, address } = await listen((count) => (count % 10 === 0 ? 503 : 200))
  const result = await generate({ address, requests, use: 'repeated', shape: { kind: 'closed', connections: 3, amount: 60 } })
  expect(result).toMatchObject({ sent: 60, statuses: { 200: 54, 503: 6 }, errors: 0 })
  const kinds = Map.groupBy(got, ({ url, body, signature }) => `${url} ${body} ${signature}`)
  expect([...kinds.values()].map((each) => each.length)).toEqual([20, 20, 20])
  expect(new Set(got.map(({ signature }) => signature)).size).toBe(3)
})

test('at a rate requests arrive evenly, each once, and say when they were sent', async () => {
  const { got, address } = await listen()
  const many = Array.from({ length: 40 }, (_, index) => ({ ...requests[0]!, path: `/${index}` }))
  const before = Date.now()
  const result = await generate({ address, requests: many, use: 'once', shape: { kind: 'rate', perSecond: 20, seconds: 2 } })
  expect(result).toMatchObject({ sent: 40, statuses: { 200: 40 } })
  expect(new Set(got.map(({ url }) => url)).size).toBe(40)
  expect(got.every(({ sentAt }) => sentAt !== undefined && sentAt >= before && sentAt <= Date.now())).toBe(true)
  // Not in a burst: the first second's requests are spread over it.
  expect((got[19]?.at ?? 0) - (got[0]?.at ?? 0)).toBeGreaterThan(400)
})
