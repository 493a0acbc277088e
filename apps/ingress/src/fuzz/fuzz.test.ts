import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { ask, messageOf, quantile, testChildren } from './children.ts'
import { honestDeliveries } from './honest.ts'
import type { FuzzOrder, FuzzResult } from './sender-process.ts'

// `npm run fuzz` tries 20,000 and judges the time; among the other tests, which keep the machine busy, fewer are tried.
const count = Number(process.env['FUZZ_REQUESTS'] ?? 300)
const seed = Number(process.env['FUZZ_SEED'] ?? 1)

const { start } = testChildren(['--expose-gc'])

test(
  `${count} spoilt requests: documented answers only, no 500, nothing left behind, and honest traffic beside them`,
  { timeout: 900_000 },
  async () => {
    const ingress = start('ingress-process.ts')
    const { address } = await messageOf<{ address: string }>(ingress)
    const sender = start('sender-process.ts')
    const port = Number(new URL(address).port)
    const spoil = (order: Omit<FuzzOrder, 'port'>) => ask<FuzzResult>(sender, { port, ...order })
    const heap = () => ask<{ readonly heapMb: number; readonly polluted: boolean }>(ingress, {})
    await spoil({ seed: seed + 1, count: Math.ceil(count / 10) })
    const before = await heap()

    const latencies: number[] = []
    const honestCodes = new Set<number>()
    let over = false
    const honestTraffic = (async () => {
      const [{ path, body, sign }] = honestDeliveries
      const bytes = Buffer.from(body)
      while (!over) {
        const headers = Object.fromEntries(sign(bytes).map((line) => line.split(': ') as [string, string]))
        const since = performance.now()
        honestCodes.add((await fetch(address + path, { method: 'POST', body: bytes, headers })).status)
        latencies.push(performance.now() - since)
        await delay(20)
      }
    })()
    const since = performance.now()
    const { codes, undocumented } = await spoil({ seed, count })
    const seconds = (performance.now() - since) / 1_000
    over = true
    await honestTraffic
    const after = await heap()

    const told = Object.entries(codes).map(([code, times]) => `${code} × ${times}`)
    const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)]
    process.stdout.write(
      [
        `seed ${seed}, ${count} requests in ${seconds.toFixed(1)} s: ${told.join(', ')}`,
        `honest traffic: ${latencies.length} requests, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms; heap ${before.heapMb.toFixed(0)} MB before, ${after.heapMb.toFixed(0)} MB after`,
      ].join('\n') + '\n',
    )
    expect(undocumented).toEqual([])
    expect(honestCodes).toEqual(new Set([200]))
    expect(after.polluted).toBe(false)
    expect(after.heapMb - before.heapMb).toBeLessThan(20)
    expect(ingress.exitCode).toBe(null)
    // Beside other tests the machine's time is not the ingress'.
    expect(p99).toBeLessThan(count >= 20_000 ? 100 : 10_000)
  },
)
