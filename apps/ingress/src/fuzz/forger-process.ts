import { Agent, request } from 'node:http'
import { randomBytes } from 'node:crypto'

/** So many senders at once, from one address, each with the next request as soon as the last one is answered. */
export interface ForgeOrder {
  readonly port: number
  readonly senders: number
  readonly bodyBytes: number
  /** Whose host the bodies name; undefined: nobody's. */
  readonly tenant?: number
}

/** How many were answered with what since the last question; `none`: the connection was closed instead. */
export type ForgeReport = Readonly<Record<string, number>>

let codes: Record<string, number> = {}
const agent = new Agent({ keepAlive: true })

const forge = ({ port }: ForgeOrder, body: Buffer): Promise<void> =>
  new Promise((resolve) => {
    let over = false
    const end = (code: string) => {
      if (over) return
      over = true
      codes[code] = (codes[code] ?? 0) + 1
      resolve()
    }
    const headers = {
      'x-forwarded-for': '203.0.113.66',
      'x-zm-request-timestamp': String(Math.floor(Date.now() / 1_000)),
      'x-zm-signature': `v0=${randomBytes(32).toString('hex')}`,
    }
    const outgoing = request({ agent, port, host: '127.0.0.1', method: 'POST', path: '/webhooks/zoom/recording-completed', headers })
    outgoing.on('response', (response) => {
      response.resume().on('close', () => end(String(response.statusCode)))
    })
    outgoing.on('error', () => end('none')).on('close', () => end('none'))
    outgoing.end(body)
  })

process.on('message', (order: ForgeOrder | Record<string, never>) => {
  if (!('port' in order)) {
    process.send?.(codes)
    codes = {}
    return
  }
  const host = order.tenant === undefined ? 'nowhere.example' : `tenant-${order.tenant}.example`
  const body = Buffer.from(`{"payload":{"object":{"host_email":"ann@${host}"}}}`.padEnd(order.bodyBytes, ' '))
  for (let sender = 0; sender < order.senders; sender += 1)
    void (async () => {
      for (;;) await forge(order as ForgeOrder, body)
    })()
})
process.on('disconnect', () => process.exit())
