import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server of files that sends a byte now and then, and never ends. */
export interface SlowHost extends AsyncDisposable {
  /** `127.0.0.1:40213` */
  readonly host: string
}

const everyMs = 500

export const startSlowHost = async (): Promise<SlowHost> => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/vtt' }).write('WEBVTT\n\n')
    const drip = setInterval(() => response.write('N'), everyMs)
    response.on('close', () => clearInterval(drip))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    host: `127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
