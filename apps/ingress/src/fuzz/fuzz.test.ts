import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { hmacHex } from '@hansard/platforms/hmac'
import { createPlatforms, platformConfig } from '@hansard/platforms/platforms'
import { secretOfA, testIngresses, urlKey } from '../test-ingress.ts'
import { createRandom } from './random.ts'
import { fuzzRequest, type FuzzRequest, type HonestDelivery } from './requests.ts'

// `npm run fuzz` tries 20,000 and judges the time; among the other tests, which keep the machine busy, fewer are tried.
const count = Number(process.env['FUZZ_REQUESTS'] ?? 300)
const seed = Number(process.env['FUZZ_SEED'] ?? 1)
const senders = 24
const start = testIngresses()

const recording = JSON.stringify({
  event: 'recording.transcript_completed',
  event_ts: 1_785_368_934_000,
  download_token: 'token',
  payload: {
    account_id: 'A',
    object: {
      id: 84_512_007_731,
      uuid: 'aB+cD/eF==',
      topic: 'café 🚀',
      host_email: 'ann@a.example',
      start_time: '2026-09-14T15:00:10Z',
      duration: 42,
      recording_files: [{ id: 'f', file_type: 'TRANSCRIPT', status: 'completed', download_url: 'https://zoom.us/rec/f' }],
    },
  },
})
const challenge = '{"event":"endpoint.url_validation","payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event_ts":1654503849680}'
const transcribed = '{"event":"meeting.transcribed","timestamp":1710876543210,"meeting_id":"ASxwZxCstx","client_reference_id":"c"}'
const spoken = JSON.stringify({
  event: 'speech.created',
  speech: {
    id: 'Z',
    title: 'Sync',
    created_at: '2026-09-14T15:00:31Z',
    owner_email: 'ann@a.example',
    status: 'completed',
    transcript: 'Ann  00:12\nHi.\n',
  },
})

const signZoom = (body: Buffer): readonly string[] => {
  const timestamp = String(Math.floor(Date.now() / 1_000))
  return [`x-zm-request-timestamp: ${timestamp}`, `x-zm-signature: v0=${hmacHex(secretOfA, `v0:${timestamp}:`, body)}`]
}
const honest: readonly [HonestDelivery, ...HonestDelivery[]] = [
  { path: '/webhooks/zoom/recording-completed', body: recording, sign: signZoom },
  { path: `/webhooks/zoom/i/${urlKey}`, body: recording, sign: signZoom },
  { path: '/webhooks/zoom/recording-completed', body: challenge, sign: signZoom },
  {
    path: '/webhooks/fireflies/transcript-ready',
    body: transcribed,
    sign: (body) => [`x-hub-signature: sha256=${hmacHex(secretOfA, body)}`],
  },
  { path: `/webhooks/otter/i/${urlKey}`, body: spoken, sign: (body) => [`x-otter-signature: ${hmacHex(secretOfA, body)}`] },
]

/** What the ingress documents, and Node's own refusals of what is no HTTP: 408, 417, 431. No answer: the sender hung up, or asked for a tunnel. 503: not in time, send it again. */
const documented = new Set(['200', '400', '401', '403', '404', '405', '408', '413', '415', '417', '429', '431', '503', 'none'])

const send = (port: number, { bytes, hangsUp }: FuzzRequest): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
    })
    socket.on('error', () => undefined)
    socket.on('close', () =>
      resolve([...text.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, code]) => code).find((code) => code !== '100') ?? 'none'),
    )
    socket.write(bytes)
    // What is not whole would be waited for, ten seconds long.
    if (hangsUp) socket.end()
    else setTimeout(() => socket.end(), 1_500).unref()
  })

const collect = (): number => {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  gc()
  gc()
  return process.memoryUsage().heapUsed / 1_048_576
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0

test(
  `${count} spoilt requests: documented answers only, no 500, nothing left behind, and honest traffic beside them`,
  { timeout: 900_000 },
  async () => {
    const platforms = [...createPlatforms(z.object(platformConfig).parse({})).values()]
    // Stored records are forgotten: what grows is the ingress itself.
    const ingress = await start({ platforms, send: async () => undefined })
    const port = Number(new URL(ingress.address).port)
    const random = createRandom(seed)
    const codes = new Map<string, number>()
    const undocumented: string[] = []
    const run = async (times: number) => {
      let left = times
      const sender = async () => {
        while (left > 0) {
          left -= 1
          const request = fuzzRequest(random, random.of(honest))
          const code = await send(port, request)
          codes.set(code, (codes.get(code) ?? 0) + 1)
          if (!documented.has(code)) undocumented.push(`${code}: ${request.bytes.subarray(0, 300).toString('latin1')}`)
        }
      }
      await Promise.all(Array.from({ length: senders }, sender))
    }
    await run(Math.ceil(count / 10))
    const before = collect()

    const latencies: number[] = []
    const honestCodes = new Set<number>()
    let over = false
    const honestTraffic = (async () => {
      while (!over) {
        const body = Buffer.from(recording)
        const headers = Object.fromEntries(signZoom(body).map((line) => line.split(': ') as [string, string]))
        const since = performance.now()
        honestCodes.add((await fetch(`${ingress.address}/webhooks/zoom/recording-completed`, { method: 'POST', body, headers })).status)
        latencies.push(performance.now() - since)
        await delay(20)
      }
    })()
    const since = performance.now()
    await run(count)
    const seconds = (performance.now() - since) / 1_000
    over = true
    await honestTraffic
    const after = collect()

    const told = [...codes].toSorted(([a], [b]) => a.localeCompare(b)).map(([code, times]) => `${code} × ${times}`)
    const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)]
    process.stdout.write(
      [
        `seed ${seed}, ${count} requests in ${seconds.toFixed(1)} s: ${told.join(', ')}`,
        `honest traffic: ${latencies.length} requests, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms; heap ${before.toFixed(0)} MB before, ${after.toFixed(0)} MB after`,
      ].join('\n') + '\n',
    )
    expect(undocumented).toEqual([])
    expect(honestCodes).toEqual(new Set([200]))
    expect({}).not.toHaveProperty('polluted')
    expect(after - before).toBeLessThan(20)
    // Beside other tests the machine's time is not the ingress'.
    expect(p99).toBeLessThan(count >= 20_000 ? 100 : 10_000)
  },
)
