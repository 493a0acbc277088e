import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { PermanentError, TransientError } from '../errors.ts'
import { MediaTypeError } from './http.ts'
import { createHttp, type HttpOptions } from './undici.ts'

const releases: (() => unknown)[] = []
afterEach(async () => {
  excepted.length = 0
  for (const release of releases.splice(0).toReversed()) await release()
})

const serve = async (answer: (request: IncomingMessage, response: ServerResponse) => void) => {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  releases.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  excepted.push(...hosts.map((host) => `${host}:${port}`))
  return port
}
/** This machine, under names that only a resolver of ours knows, too. */
const hosts = ['127.0.0.1', 'localhost', 'files.example', 'rebinding.example']
const excepted: string[] = []
const client = (options: Partial<HttpOptions> = {}) => {
  const exceptions = { OUTGOING_PLAIN_HTTP_HOSTS: excepted, OUTGOING_PRIVATE_HOSTS: excepted }
  const http = createHttp({ exceptions, ...options })
  releases.push(() => http.close())
  return http
}
const limits = { maxBytes: 1_000, timeoutMs: 2_000 }
const at = (...addresses: readonly string[]) => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

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

test('does not repeat the endless name that a redirect leads to', async () => {
  const port = await serve((_, response) => response.writeHead(302, { location: `http://${'long.'.repeat(2_000)}example/` }).end())
  const asked = client()({ url: `http://127.0.0.1:${port}/`, ...limits })
  await expect(asked).rejects.toThrow(/^the name of the host is too long$/)
})

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
  excepted.push('127.0.0.1:1')
  await expect(client()({ url: 'http://127.0.0.1:1/', ...limits })).rejects.toBeInstanceOf(TransientError)
})

test.each(['a\nb', 'a\r\nx-other: 1', 'a\0b', 'grün 🦊'])(
  'a header that cannot be written is the request’s own fault, and is not told: %j',
  async (token) => {
    const port = await serve((_, response) => response.end())
    const asking = client()({ url: `http://127.0.0.1:${port}/`, headers: { authorization: `Bearer ${token}` }, ...limits })
    await expect(asking).rejects.toBeInstanceOf(PermanentError)
    await expect(asking).rejects.toThrow('cannot be written')
    await expect(asking).rejects.not.toThrow(token)
  },
)

test('asks by https only, unless the host is excepted', async () => {
  const http = client({ exceptions: { OUTGOING_PLAIN_HTTP_HOSTS: [], OUTGOING_PRIVATE_HOSTS: excepted } })
  const port = await serve((_, response) => response.end('reached'))
  await expect(http({ url: `http://127.0.0.1:${port}/`, ...limits })).rejects.toThrow('by https only')
})

test.each([
  ['an address inside', ['10.0.0.7']],
  ['this machine', ['127.0.0.1']],
  ['this machine, mapped', ['::ffff:127.0.0.1']],
  ['metadata', ['169.254.169.254']],
  ['a public and a private address', ['8.8.8.8', '10.0.0.7']],
])('does not connect to a name that leads to %s', async (_, addresses) => {
  let reached = 0
  const port = await serve((__, response) => {
    reached++
    response.end()
  })
  const http = client({
    exceptions: { OUTGOING_PLAIN_HTTP_HOSTS: excepted, OUTGOING_PRIVATE_HOSTS: [] },
    resolve: async () => at(...addresses),
  })
  const asked = http({ url: `http://files.example:${port}/`, ...limits })
  await expect(asked).rejects.toBeInstanceOf(PermanentError)
  await expect(asked).rejects.toThrow(/files.example is at \S+, a (private|forbidden) address/)
  expect(reached).toBe(0)
})

test.each(['http://127.0.0.1', 'http://2130706433', 'http://0x7f.1', 'http://[::1]', 'http://[::ffff:127.0.0.1]', 'https://127.0.0.1'])(
  'does not connect to %s, for which no name is looked up',
  async (origin) => {
    const port = await serve((_, response) => response.end('reached'))
    const hostOf = new URL(origin).hostname
    const http = client({ exceptions: { OUTGOING_PLAIN_HTTP_HOSTS: [`${hostOf}:${port}`, ...excepted], OUTGOING_PRIVATE_HOSTS: [] } })
    await expect(http({ url: `${origin}:${port}/`, ...limits })).rejects.toBeInstanceOf(PermanentError)
  },
)

test('a private host may be inside, yet never be the metadata of a cloud', async () => {
  const http = client({ resolve: async () => at('169.254.169.254') })
  const port = await serve((_, response) => response.end())
  await expect(http({ url: `http://files.example:${port}/`, ...limits })).rejects.toThrow('a forbidden address')
})

test('connects to the address that was checked: the name is looked up once for a connection', async () => {
  const looked: string[] = []
  const port = await serve((_, response) => response.end('there'))
  const resolve = async (hostname: string) => {
    looked.push(hostname)
    return at('127.0.0.1')
  }
  const answer = await client({ resolve })({ url: `http://files.example:${port}/`, ...limits })
  expect(answer.body.toString()).toBe('there')
  expect(looked).toEqual(['files.example'])
})

test('a name that changes its meaning between two connections is checked again', async () => {
  let looked = 0
  const port = await serve((_, response) => response.setHeader('connection', 'close').end('there'))
  const resolve = async () => at(looked++ === 0 ? '127.0.0.1' : '169.254.169.254')
  const http = client({ resolve })
  const url = `http://rebinding.example:${port}/`
  expect((await http({ url, ...limits })).body.toString()).toBe('there')
  await expect(http({ url, ...limits })).rejects.toThrow('rebinding.example is at 169.254.169.254, a forbidden address')
  expect(looked).toBe(2)
})

test.each([
  ['a name that does not resolve', () => Promise.reject(new Error('getaddrinfo ENOTFOUND'))],
  ['a name without addresses', async () => at()],
  ['a resolver that does not answer', () => Promise.withResolvers<never>().promise],
])('%s may be asked again', async (_, resolve) => {
  const port = await serve((__, response) => response.end())
  const asked = client({ resolve })({ url: `http://files.example:${port}/`, ...limits, timeoutMs: 200 })
  await expect(asked).rejects.toBeInstanceOf(TransientError)
})

test('what was posted goes nowhere else', async () => {
  const seen: string[] = []
  const port = await serve((request, response) => {
    seen.push(request.url ?? '')
    const location = request.url === '/other' ? `http://localhost:${port}/to` : '/to'
    response.writeHead(request.url === '/found' ? 302 : request.url === '/to' ? 200 : 308, { location }).end()
  })
  const post = (path: string) =>
    client()({ method: 'POST', body: 'canary', url: `http://127.0.0.1:${port}${path}`, allowedHosts: excepted, ...limits })
  for (const path of ['/other', '/found']) await expect(post(path)).rejects.toThrow('redirected what was posted')
  expect(seen).toEqual(['/other', '/found'])
  expect(await post('/moved')).toMatchObject({ status: 200 })
})

test('decompresses', async () => {
  const port = await serve((request, response) => {
    const gzip = request.url === '/gzip'
    const compressed = gzip ? gzipSync('x'.repeat(900)) : brotliCompressSync('x'.repeat(900))
    response.writeHead(200, { 'content-encoding': gzip ? 'GZIP' : 'br' }).end(compressed)
  })
  for (const path of ['/gzip', '/br'])
    expect((await client()({ url: `http://127.0.0.1:${port}${path}`, ...limits })).body.toString()).toBe('x'.repeat(900))
})

test.each(['gzip', 'br'])('a bomb of %s is not unpacked: memory stays where it is', async (encoding) => {
  const zeros = Buffer.alloc(256 << 20)
  const bomb = encoding === 'gzip' ? gzipSync(zeros, { level: 1 }) : brotliCompressSync(zeros, { params: { 1: 1 } })
  expect(bomb.length).toBeLessThan(4 << 20)
  const port = await serve((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(bomb))
  const before = process.memoryUsage().rss
  const asked = client()({ url: `http://127.0.0.1:${port}/`, maxBytes: 4 << 20, timeoutMs: 5_000 })
  await expect(asked).rejects.toThrow('answered with more than 4194304 bytes')
  expect(process.memoryUsage().rss - before).toBeLessThan(64 << 20)
})

test.each(['gzip, gzip', 'deflate', 'zstd', 'constructor'])('refuses the encoding %s, which was not offered', async (encoding) => {
  const port = await serve((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end('x'))
  await expect(client()({ url: `http://127.0.0.1:${port}/`, ...limits })).rejects.toBeInstanceOf(PermanentError)
})

test.each([
  ['half of it', gzipSync('x'.repeat(900)).subarray(0, 15)],
  ['rubbish', Buffer.from('not compressed at all')],
])('what does not decompress (%s) may be asked for again', async (_, body) => {
  const port = await serve((__, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(body))
  await expect(client()({ url: `http://127.0.0.1:${port}/`, ...limits })).rejects.toBeInstanceOf(TransientError)
})

test('an answer of another type is not read', async () => {
  const port = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'video/mp4' })
    // Never ends: whoever reads it waits.
    response.write('x')
  })
  const asked = client()({ url: `http://127.0.0.1:${port}/`, mediaTypes: ['text/vtt'], ...limits })
  await expect(asked).rejects.toBeInstanceOf(MediaTypeError)
})

test('a server that falls silent is given up before the time is over, one that drips when it is', async () => {
  const begin = performance.now()
  const port = await serve((request, response) => {
    response.write('x')
    if (request.url !== '/drips') return
    const timer = setInterval(() => response.write('x'), 20)
    response.on('close', () => clearInterval(timer))
  })
  const http = client({ idleMs: 100 })
  await expect(http({ url: `http://127.0.0.1:${port}/silent`, ...limits, timeoutMs: 20_000 })).rejects.toBeInstanceOf(TransientError)
  await expect(http({ url: `http://127.0.0.1:${port}/drips`, ...limits, timeoutMs: 400 })).rejects.toBeInstanceOf(TransientError)
  expect(performance.now() - begin).toBeLessThan(10_000)
})
