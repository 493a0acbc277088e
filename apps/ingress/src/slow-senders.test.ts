import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { hmacHex } from '@hansard/platforms/hmac'
import { ended, secretOfA, stored, testIngresses } from './test-ingress.ts'
import { speakRaw } from './test-raw.ts'

const start = testIngresses()
const sockets: Socket[] = []
afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()))

const head = (...headers: readonly string[]) =>
  ['POST /webhooks/testing/meeting-ended HTTP/1.1', 'Host: test', `X-Test-Signature: ${hmacHex(secretOfA, ended)}`, ...headers].join('\r\n')
const drops = (text: string) => Array.from({ length: 200 }, (_, index) => text[index] ?? 'x')

const slow: Readonly<Record<string, { readonly parts: readonly string[]; readonly cutOffAfter: number }>> = {
  'sends nothing': { parts: [''], cutOffAfter: 5 },
  'has a head that never ends': { parts: [`${head()}\r\nX-Slow: `, ...drops('')], cutOffAfter: 5 },
  'has a body that comes drop by drop': { parts: [`${head('Content-Length: 1000')}\r\n\r\n`, ...drops(ended)], cutOffAfter: 10 },
  'has chunks that never end': {
    parts: [`${head('Transfer-Encoding: chunked')}\r\n\r\n`, ...drops('').map(() => '1\r\nx\r\n')],
    cutOffAfter: 10,
  },
  'was answered and goes on': {
    parts: [`${head('Content-Length: 900000').replace('POST', 'PUT')}\r\n\r\n`, ...drops('')],
    cutOffAfter: 10,
  },
}

describe('a slow sender', () => {
  it('is cut off, whatever it is slow with, after 5 s of a head and 10 s of a request', { timeout: 60_000 }, async () => {
    const ingress = await start()
    // All at once: it takes as long as the slowest.
    const told = await Promise.all(
      Object.entries(slow).map(async ([what, { parts, cutOffAfter }]) => {
        const { codes, seconds } = await speakRaw(ingress, parts, { pauseMs: 100 })
        return { what, inTime: seconds > cutOffAfter - 0.5 && seconds < cutOffAfter + 5, accepted: codes.includes(200) }
      }),
    )
    expect(told).toEqual(Object.keys(slow).map((what) => ({ what, inTime: true, accepted: false })))
    expect(stored(ingress)).toEqual([])
  })

  it('costs honest traffic nothing: 300 of them beside it', async () => {
    const ingress = await start()
    const { hostname, port } = new URL(ingress.address)
    for (let sender = 0; sender < 300; sender += 1) {
      const socket = connect(Number(port), hostname).on('error', () => undefined)
      socket.write(`${head('Content-Length: 1000')}\r\n\r\nx`)
      sockets.push(socket)
    }
    const codes = await Promise.all(Array.from({ length: 50 }, async () => (await ingress.post(ended)).status))
    expect(new Set(codes)).toEqual(new Set([200]))
  })
})

describe('connections', () => {
  const held = async (ingress: Awaited<ReturnType<typeof start>>, count: number) => {
    const { hostname, port } = new URL(ingress.address)
    const closed = Array.from({ length: count }, () => {
      const socket = connect(Number(port), hostname).on('error', () => undefined)
      sockets.push(socket)
      const { promise, resolve } = Promise.withResolvers<'closed'>()
      socket.on('close', () => resolve('closed'))
      return promise
    })
    return { someClosed: Promise.race(closed) }
  }

  it('from one address are limited, and there is room again when one is closed', async () => {
    const refused: string[] = []
    const ingress = await start({ connections: { perAddress: 3, onRefused: (reason) => void refused.push(reason) } })
    const { someClosed } = await held(ingress, 4)
    expect(await someClosed).toBe('closed')
    expect(refused).toEqual(['per_address'])
    sockets.forEach((socket) => socket.destroy())
    await expect.poll(async () => (await ingress.post(ended).catch(() => undefined))?.status, { timeout: 10_000 }).toBe(200)
  })

  it('of a proxy are not its clients’ fault, and are limited altogether', async () => {
    const refused: string[] = []
    const onRefused = (reason: string) => void refused.push(reason)
    const ingress = await start({ connections: { perAddress: 1, total: 5, isProxy: () => true, onRefused } })
    const { someClosed } = await held(ingress, 6)
    expect(await someClosed).toBe('closed')
    expect(refused).toEqual(['total'])
  })
})
