import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { PermanentError, TransientError } from '../errors.ts'
import { createHttp } from './undici.ts'

const releases: (() => unknown)[] = []
afterEach(async () => {
  for (const release of releases.splice(0).toReversed()) await release()
})

const serve = async (answer: (request: IncomingMessage, response: ServerResponse) => void) => {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  releases.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}
const client = () => {
  const http = createHttp()
  releases.push(() => http.close())
  return http
}
const limits = { maxBytes: 1_000, timeoutMs: 2_000 }

test('returns answers of any status, with lower-case header names', async () => {
  const port = await serve((_, response) => response.writeHead(404, { 'X-Reason': 'gone' }).end('no'))
  expect(await client()({ url: `http://127.0.0.1:${port}/`, ...limits })).toMatchObject({
    status: 404,
    headers: { 'x-reason': 'gone' },
    body: Buffer.from('no'),
  })
})

test('follows a redirect to another allowed host, and leaves the token behind', async () => {
  const seen: (string | undefined)[] = []
  const port = await serve((request, response) => {
    seen.push(request.headers.authorization)
    if (request.url === '/from') response.writeHead(302, { location: `http://localhost:${port}/to` }).end()
    else response.end('there')
  })
  const answer = await client()({
    url: `http://127.0.0.1:${port}/from`,
    headers: { Authorization: 'Bearer canary' },
    allowedHosts: [`127.0.0.1:${port}`, `localhost:${port}`],
    ...limits,
  })
  expect(answer.body.toString()).toBe('there')
  expect(seen).toEqual(['Bearer canary', undefined])
})

test('keeps the token on a redirect within the host', async () => {
  const seen: (string | undefined)[] = []
  const port = await serve((request, response) => {
    seen.push(request.headers.authorization)
    if (request.url === '/from') response.writeHead(307, { location: '/to' }).end()
    else response.end()
  })
  await client()({ url: `http://127.0.0.1:${port}/from`, headers: { authorization: 'Bearer canary' }, ...limits })
  expect(seen).toEqual(['Bearer canary', 'Bearer canary'])
})

test.each(['http://169.254.169.254/latest', 'ftp://127.0.0.1/x', 'file:///etc/passwd'])(
  'does not follow a redirect to %s',
  async (location) => {
    const port = await serve((_, response) => response.writeHead(302, { location }).end())
    await expect(client()({ url: `http://127.0.0.1:${port}/`, ...limits })).rejects.toBeInstanceOf(PermanentError)
  },
)

test('gives up on a redirect that leads in a circle', async () => {
  const port = await serve((_, response) => response.writeHead(302, { location: '/' }).end())
  await expect(client()({ url: `http://127.0.0.1:${port}/`, ...limits })).rejects.toThrow('redirected more than')
})

test('stops reading an answer that is too large, whether or not its length was announced', async () => {
  const port = await serve((request, response) => {
    if (request.url === '/chunked') response.write('x'.repeat(600))
    response.end('x'.repeat(600 + (request.url === '/chunked' ? 0 : 600)))
  })
  for (const path of ['/announced', '/chunked'])
    await expect(client()({ url: `http://127.0.0.1:${port}${path}`, ...limits })).rejects.toBeInstanceOf(PermanentError)
})

test.each([
  ['a server that never answers', () => undefined],
  ['a server that never finishes', (_: IncomingMessage, response: ServerResponse) => void response.write('x')],
  ['a connection that is reset', (request: IncomingMessage) => void request.socket.destroy()],
])('%s may be asked again', async (_, answer) => {
  const port = await serve(answer)
  await expect(client()({ url: `http://127.0.0.1:${port}/`, ...limits, timeoutMs: 200 })).rejects.toBeInstanceOf(TransientError)
})

test('a host that refuses the connection may be asked again', async () => {
  await expect(client()({ url: 'http://127.0.0.1:1/', ...limits })).rejects.toBeInstanceOf(TransientError)
})
