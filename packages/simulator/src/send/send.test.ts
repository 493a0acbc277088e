import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startSimulator } from '../simulator.ts'
import type { Simulator } from '../simulator.ts'
import { signatureFor } from '../webhook/send.ts'
import { send } from './send.ts'
import type { SendOptions } from './send.ts'

const secrets = { zoom: 'z', fireflies: 'f', otter: 'o' }

let ingress: Server
let simulator: Simulator
let received: { path: string; signature: string; body: string }[]
let printed: string[]
let clock: number

/** Stands for the ingress: 200 when the signature is that of the platform's secret, else 401. */
beforeEach(async () => {
  received = []
  printed = []
  clock = 1_789_400_000_000
  simulator = await startSimulator({ now: () => clock })
  const app = express().post('/{*path}', express.raw({ type: () => true }), (request, response) => {
    const body = String(request.body)
    const platform = request.path.includes('zoom') ? 'zoom' : request.path.includes('fireflies') ? 'fireflies' : 'otter'
    const at = Number(request.headers['x-zm-request-timestamp'] ?? 0) * 1000
    const [name = '', expected] = Object.entries(signatureFor(platform, secrets[platform], body, at)).at(-1) ?? []
    const signature = String(request.headers[name])
    received.push({ path: request.path, signature, body })
    if (signature === expected) response.json({ status: 'accepted' })
    else response.status(401).json({ status: 'refused' })
  })
  ingress = createServer(app)
  ingress.listen(0, '127.0.0.1')
  await once(ingress, 'listening')
})
afterEach(async () => {
  ingress.closeAllConnections()
  ingress.close()
  await Promise.all([once(ingress, 'close'), simulator.close()])
})

const address = (): string => `http://127.0.0.1:${(ingress.address() as AddressInfo).port}`
const run = (platform: 'zoom' | 'fireflies' | 'otter', options: SendOptions = {}) =>
  send(
    platform,
    options,
    { ingress: address(), simulator: simulator.address, secrets },
    {
      now: () => (clock += 1_000),
      print: (text) => printed.push(text),
      paint: (_colour, text) => text,
    },
  )

test.each([
  ['zoom', '/webhooks/zoom/recording-completed', 'recording.transcript_completed'],
  ['fireflies', '/webhooks/fireflies/transcript-ready', 'transcript.ready'],
  ['otter', '/webhooks/otter/speech-created', 'speech.created'],
] as const)('sends the usual event of %s to %s, signed, and shows the answer', async (platform, path, event) => {
  expect(await run(platform)).toBe(true)
  expect(received.map((request) => request.path)).toEqual([path])
  expect(JSON.parse(received[0]!.body)).toMatchObject({ event })
  expect(printed.join('\n')).toContain(`POST ${address()}${path}`)
  expect(printed.join('\n')).toMatch(/200 OK in \d+ ms\n {2}status {2}accepted/)
})

test('the transcript of what was sent can be fetched from the simulator', async () => {
  await run('zoom')
  const { payload, download_token } = JSON.parse(received[0]!.body) as {
    payload: { object: { recording_files: { download_url: string }[] } }
    download_token: string
  }
  const file = await fetch(payload.object.recording_files[0]!.download_url, {
    headers: { authorization: `Bearer ${download_token}` },
    redirect: 'manual',
  })
  expect(file.status).toBe(302)
})

test('each time it is another meeting', async () => {
  await run('otter')
  await run('otter')
  const ids = received.map(({ body }) => (JSON.parse(body) as { speech: { id: string } }).speech.id)
  expect(new Set(ids).size).toBe(2)
})

test('a duplicate has the same bytes and a signature of its own', async () => {
  expect(await run('zoom', { duplicate: true })).toBe(true)
  expect(received).toHaveLength(2)
  expect(received[1]!.body).toBe(received[0]!.body)
  expect(received[1]!.signature).not.toBe(received[0]!.signature)
})

test('a forgery is as it should be when it was refused', async () => {
  expect(await run('zoom', { forged: true })).toBe(true)
  expect(printed.join('\n')).toContain('401 Unauthorized')
})

test('another event, another meeting and another address can be chosen', async () => {
  expect(await run('fireflies', { event: 'meeting.transcribed', meeting: '7', url: `${address()}/webhooks/fireflies/i/key` })).toBe(true)
  expect(received[0]).toMatchObject({ path: '/webhooks/fireflies/i/key', body: expect.stringContaining('"meeting.transcribed"') })
})

test("a file's bytes are sent as they are", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'send-'))
  const file = join(folder, 'payload.json')
  writeFileSync(file, '{ "event" :\r\n "x" }')
  await run('otter', { file })
  rmSync(folder, { recursive: true })
  expect(received[0]!.body).toBe('{ "event" :\r\n "x" }')
})

test('what the user can put right is said in a sentence', async () => {
  await expect(run('zoom', { event: 'meeting.begun' })).rejects.toThrow('zoom has no such event; it has: recording.transcript_completed,')
  await expect(run('zoom', { file: '/does/not/exist' })).rejects.toThrow('The file /does/not/exist cannot be read.')
  await expect(run('zoom', { url: 'nowhere' })).rejects.toThrow('nowhere is not an address')
  const io = { now: Date.now, print: () => {}, paint: (_colour: string, text: string) => text }
  await expect(send('zoom', {}, { ingress: undefined, simulator: undefined, secrets }, io)).rejects.toThrow('Hansard is not running')
  await expect(send('zoom', {}, { ingress: address(), simulator: undefined, secrets: {} }, io)).rejects.toThrow('Set ZOOM_WEBHOOK_SECRET')
})

test('where nothing answers it says so, and where', async () => {
  const gone = await startSimulator()
  await gone.close()
  await expect(run('zoom', { url: `${gone.address}/webhooks/zoom/recording-completed` })).rejects.toThrow(
    `Nothing answers at ${gone.address}:`,
  )
})
