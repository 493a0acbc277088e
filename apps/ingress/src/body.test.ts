import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { readBody } from './body.ts'

test('a sender that is gone before its body is asked for has sent none that can be read', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  try {
    await once(server, 'listening')
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
    client.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf')
    const [request] = (await once(server, 'request')) as [IncomingMessage]
    const { promise: gone, resolve } = Promise.withResolvers<void>()
    request.once('close', resolve)
    client.destroy()
    await gone
    expect(await readBody(request, { grow: () => true, release: () => undefined })).toMatchObject({ refused: { status: 'cut_off' } })
  } finally {
    server.close()
  }
}, 5_000)
