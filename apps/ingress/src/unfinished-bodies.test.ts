import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { hmacHex } from '@hansard/platforms/hmac'
import { ended, secretOfA, testIngresses, type TestIngress } from './test-ingress.ts'
import { speakRaw } from './test-raw.ts'

const testIngress = testIngresses()
const start: typeof testIngress = (options) => testIngress({ trustedProxies: ['127.0.0.1'], ...options })
const sockets: Socket[] = []
afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()))

const head = (address: string, ...headers: readonly string[]) =>
  [
    'POST /webhooks/testing/meeting-ended HTTP/1.1',
    'Host: test',
    `X-Forwarded-For: ${address}`,
    `X-Test-Signature: ${hmacHex(secretOfA, ended)}`,
    ...headers,
    '',
    '',
  ].join('\r\n')
/** A sender that announces a mebibyte, sends so much of it, and stops. */
const unfinished = ({ address: url }: TestIngress, address: string, bytes: number) => {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname).on('error', () => undefined)
  sockets.push(socket)
  let text = ''
  socket.on('data', (chunk) => (text += chunk.toString('latin1')))
  socket.write(head(address, 'Content-Length: 1048576'))
  socket.write(Buffer.alloc(bytes))
  return { socket, answered: () => Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text: () => text }
}
const from = (address: string) => ({ 'x-forwarded-for': address })
const waits = { timeout: 20_000 }

describe('bodies on their way in', () => {
  it('of many addresses have one budget, by what has arrived; beyond it the answer is 503 and nothing more is kept', waits, async () => {
    const ingress = await start({ maxBodyBytes: 8_388_608 })
    const senders = Array.from({ length: 40 }, (_, index) => unfinished(ingress, `203.0.113.${index}`, 1_000_000))
    await expect.poll(() => senders.filter(({ answered }) => answered() === 503).length, waits).toBeGreaterThanOrEqual(30)
    expect(ingress.bodies.held()).toBeLessThanOrEqual(8_388_608)
    expect(senders.find(({ answered }) => answered() === 503)?.text()).toMatch(/retry-after: \d+/i)
    expect(await ingress.metrics.metrics()).toMatch(/status="busy"\} \d+/)
    sockets.forEach((socket) => socket.destroy())
    await expect.poll(() => ingress.bodies.held(), waits).toBe(0)
    expect((await ingress.post(ended, from('192.0.2.1'))).status).toBe(200)
  })

  it('of one address have a quarter of it: others are answered beside them', waits, async () => {
    const ingress = await start({ maxBodyBytes: 8_388_608 })
    const senders = Array.from({ length: 40 }, () => unfinished(ingress, '203.0.113.66', 1_000_000))
    await expect.poll(() => senders.filter(({ answered }) => answered() === 503).length, waits).toBeGreaterThanOrEqual(30)
    expect(ingress.bodies.held()).toBeLessThanOrEqual(2_097_152)
    expect((await ingress.post(ended, from('192.0.2.1'))).status).toBe(200)
  })

  it('that are announced and do not come take nothing of it', waits, async () => {
    const ingress = await start({ maxBodyBytes: 8_388_608 })
    for (let sender = 0; sender < 100; sender += 1) unfinished(ingress, '203.0.113.66', 1)
    await expect.poll(() => ingress.bodies.held(), waits).toBe(100 * 513)
    expect((await ingress.post(ended, from('203.0.113.66'))).status).toBe(200)
  })

  it('that are cut off count against their address, like anything that is not authentic', waits, async () => {
    const ingress = await start()
    const senders = Array.from({ length: 20 }, () => unfinished(ingress, '203.0.113.66', 100))
    await expect.poll(() => ingress.bodies.held(), waits).toBe(20 * 612)
    senders.forEach(({ socket }) => socket.destroy())
    const status = async (address: string) => (await ingress.post(ended, from(address))).status
    await expect.poll(() => ingress.metrics.metrics(), waits).toMatch(/status="cut_off"\} 20/)
    expect([await status('203.0.113.66'), await status('192.0.2.1')]).toEqual([503, 200])
  })

  it('that are answered leave nothing behind', async () => {
    const ingress = await start()
    const bodies = [ended, 'x'.repeat(1_048_577), 'not json']
    for (const body of bodies) await ingress.post(body, from('192.0.2.1'))
    await ingress.post(ended, { ...from('192.0.2.1'), 'x-test-signature': 'wrong' })
    await expect.poll(() => ingress.bodies.held()).toBe(0)
  })

  it('that come byte by byte are not read to their end', waits, async () => {
    const ingress = await start()
    const { codes } = await speakRaw(ingress, [
      head('203.0.113.66', 'Transfer-Encoding: chunked'),
      Buffer.from('1\r\nx\r\n'.repeat(20_000)),
      Buffer.from('0\r\n\r\n'),
    ])
    expect(codes).toEqual([413])
  })
})
