import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

export interface ReceivedAlert {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Readonly<Record<string, unknown>>
}

/** For tests: a server that takes alerts, or answers them with the status that `answers` gives. */
export const startTestReceiver = async (answers: () => number) => {
  const received: ReceivedAlert[] = []
  const server = createServer((request, response) => {
    const take = async () => {
      received.push({ headers: request.headers, body: (await json(request)) as ReceivedAlert['body'] })
      response.writeHead(answers()).end('an answer that repeats s3cret')
    }
    void take()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hooks/s3cret`,
    received,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
