import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server of files: `/words/7.vtt` has words that no other number has; any other one sends a byte now and then, and never ends. */
export interface SlowHost extends AsyncDisposable {
  /** `127.0.0.1:40213` */
  readonly host: string
}

const everyMs = 500

/** Words that no other number has: each delivery is a meeting of its own. */
export const wordsOf = (number: number, count: number): string =>
  Array.from({ length: count }, (_, n) => `w${((number + 1) * 7_919 + n * 104_729).toString(36)}`).join(' ')

export const startSlowHost = async (): Promise<SlowHost> => {
  const server = createServer(({ url = '' }, response) => {
    const number = /^\/words\/(\d+)\.vtt$/.exec(url)?.[1]
    if (number !== undefined) {
      response.writeHead(200, { 'content-type': 'text/vtt' })
      response.end(`WEBVTT\n\n00:00:01.000 --> 00:01:00.000\nAnn Lee: ${wordsOf(Number(number), 100)}\n`)
      return
    }
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
