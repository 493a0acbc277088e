import { setTimeout as delay } from 'node:timers/promises'
import { rawWebhooks } from '@hansard/shared/topics'
import { waitUntil } from '@hansard/stack/wait-until'
import { acceptedIn, type LoadResult } from '../load/load.ts'
import { startLoadProcess, type LoadProcess } from '../load/load-process.ts'
import { meetingPlanner, webhooksPerMeeting } from '../load/meetings.ts'
import { lastingHeapOf } from '../measure/heap.ts'
import { watchMerged } from '../measure/merged-watch.ts'
import { quantile } from '../measure/spread.ts'
import { recordsIn } from '../measure/stored.ts'
import { usageOf, usedDuring, type Usage } from '../measure/usage.ts'
import type { PartResult } from '../report/result.ts'
import { appNames, type System } from '../system.ts'
import { chainResult } from './chain-report.ts'
import { byDepth, type Around, type Part } from './part.ts'
import { guarantees, type Guarantee } from './stage.ts'

export interface ChainRun {
  readonly guarantee: Guarantee
  readonly meetingsPerSecond: number
  /** Webhooks that were sent, and those that were answered 200: an ingress that cannot keep up asks to send again later. */
  readonly sent: number
  readonly accepted: number
  /** From the POST to the merged transcript at a subscriber, milliseconds. */
  readonly latency: { readonly p50: number; readonly p95: number; readonly p99: number; readonly count: number }
  readonly post: LoadResult['latency']
  /** CPU milliseconds a webhook, from the first request until the last merged transcript had come. */
  readonly cpu: Readonly<Record<string, number>>
  /** Stored webhooks whose merged transcript had not come when the last answer had. */
  readonly behind: number
  readonly seconds: number
  /** All that were stored came; they are waited for as long as any come. */
  readonly complete: boolean
}

export interface MemorySample {
  readonly seconds: number
  readonly bytes: Readonly<Record<string, number>>
  /** Of the apps: bytes that only a full collection of the heap takes away. */
  readonly heap: Readonly<Record<string, number>>
}

/** Nothing has come for so long: nothing will. */
const stalledMs = 20_000

const measure = async (around: Around, system: System): Promise<PartResult> => {
  const load = startLoadProcess()
  const plan = meetingPlanner(system.simulator, system.tenants)
  const failures: string[] = []
  const runs: ChainRun[] = []
  try {
    let memory: readonly MemorySample[] = []
    const sustained: Partial<Record<Guarantee, number>> = {}
    for (const guarantee of byDepth(around, guarantees.slice(0, 1), guarantees)) {
      const chain = await startChain(around, { system, load, plan, guarantee, failures })
      // Every process is a third slower in its first minute than later.
      await chain.run(5, byDepth(around, 4, 60))
      for (const [rate, seconds] of byDepth<readonly (readonly [number, number])[]>(
        around,
        [
          [1, 4],
          [5, 4],
        ],
        [
          [1, 30],
          [10, 30],
          [50, 20],
          [300, 5],
        ],
      ))
        runs.push(await chain.run(rate, seconds))
      if (around.depth !== 'quick') sustained[guarantee] = await sustainedRate(chain)
      if (around.depth === 'long' && guarantee === 'exactly once') memory = await chain.soak(5, 600)
      await chain.stop()
    }
    return chainResult({ runs, sustained, memory, failures })
  } finally {
    await load.stop()
  }
}

export const chainPart: Part = { partitions: 3, tenants: 60, measure }

interface Chain {
  run(meetingsPerSecond: number, seconds: number): Promise<ChainRun>
  /** Memory of every process while a steady load lasts. */
  soak(meetingsPerSecond: number, seconds: number): Promise<readonly MemorySample[]>
  stop(): Promise<void>
}

interface ChainOptions {
  readonly system: System
  readonly load: LoadProcess
  readonly plan: ReturnType<typeof meetingPlanner>
  readonly guarantee: Guarantee
  readonly failures: string[]
}

const startChain = async (around: Around, { system, load, plan, guarantee, failures }: ChainOptions): Promise<Chain> => {
  const env = { PROCESSING_GUARANTEE: guarantee === 'exactly once' ? 'exactly_once' : 'at_least_once' }
  const apps = await Promise.all(appNames.map((app) => system.startApp(app, env)))
  const watch = await watchMerged(system.kafka)
  const pids = {
    ...Object.fromEntries(apps.map(({ name, pid }) => [name, pid])),
    kafka: system.stack.kafka.pid ?? -1,
    postgres: system.stack.postgres.pid ?? -1,
    simulator: system.simulator.pid,
  }
  const address = apps.find(({ name }) => name === 'ingress')?.address ?? ''

  const run = async (meetingsPerSecond: number, seconds: number): Promise<ChainRun> => {
    around.signal.throwIfAborted()
    const requests = await plan(meetingsPerSecond * seconds)
    const perSecond = meetingsPerSecond * webhooksPerMeeting
    const already = watch.latencies.length
    const come = () => watch.latencies.length - already
    const storedBefore = await recordsIn(system.kafka, rawWebhooks.name)
    const stored = async () => (await recordsIn(system.kafka, rawWebhooks.name)) - storedBefore
    const all = await usedDuring(pids, async () => {
      const result = await load.run({ address, requests, use: 'once', shape: { kind: 'rate', perSecond, seconds } })
      const behind = (await stored()) - come()
      return { result, behind, complete: await allCome(come, stored) }
    })
    const { result, behind, complete } = all.result
    const accepted = acceptedIn(result)
    const name = `chain, ${guarantee}, ${meetingsPerSecond} meetings/s`
    const latencies = watch.latencies.slice(already)
    // What was answered too late was stored all the same, and comes.
    if (!complete || come() < accepted)
      failures.push(`${name}: ${accepted} webhooks were answered 200, ${await stored()} stored, the merged transcripts of ${come()} came`)
    if (new Set(watch.seen).size !== watch.seen.length) failures.push(`${name}: a subscriber saw a delivery's merged transcript twice`)
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(latencies, share))
    around.progress(`${name}: p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms, ${behind} behind at the end`)
    return {
      guarantee,
      meetingsPerSecond,
      sent: result.sent,
      accepted,
      latency: { p50: p50 ?? Number.NaN, p95: p95 ?? Number.NaN, p99: p99 ?? Number.NaN, count: latencies.length },
      post: result.latency,
      cpu: Object.fromEntries(
        Object.entries<Usage>(all.used).map(([part, { cpuSeconds }]) => [part, (cpuSeconds * 1_000) / requests.length]),
      ),
      behind,
      seconds: result.seconds,
      complete,
    }
  }

  return {
    run,
    async soak(meetingsPerSecond, seconds) {
      const samples: MemorySample[] = []
      const begin = performance.now()
      const sampling = new AbortController()
      const sample = async () => {
        while (!sampling.signal.aborted) {
          const usages = await Promise.all(
            Object.entries<number>(pids).map(async ([name, pid]) => [name, (await usageOf(pid)).residentBytes] as const),
          )
          const heaps = await Promise.all(
            apps.map(async ({ name, operatorAddress }) => [name, await lastingHeapOf(operatorAddress)] as const),
          )
          samples.push({ seconds: (performance.now() - begin) / 1_000, bytes: Object.fromEntries(usages), heap: Object.fromEntries(heaps) })
          await delay(2_000, undefined, { signal: sampling.signal }).catch(() => undefined)
        }
      }
      const sampled = sample()
      for (let done = 0; done < seconds; done += 60) await run(meetingsPerSecond, Math.min(60, seconds - done))
      sampling.abort()
      await sampled
      return samples
    },
    async stop() {
      await watch.stop()
      await Promise.all(apps.map((app) => app.stop()))
    },
  }
}

/** Waits as long as any come, and while more are stored. False: nothing comes any longer, and not all that were stored have. */
const allCome = async (come: () => number, stored: () => Promise<number>): Promise<boolean> => {
  for (let before = -1; come() > before;) {
    before = come()
    const expected = await stored()
    if ((await waitUntil(() => come() >= expected, stalledMs)) && expected === (await stored())) return true
  }
  return false
}

/** Seconds by which a sustained rate may lag behind at its end. */
const lagSeconds = 2

/** The highest rate, in steps, that leaves no more than two seconds' worth of webhooks behind after fifteen seconds. */
const sustainedRate = async (chain: Chain): Promise<number> => {
  let sustained = 0
  for (const rate of [5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300]) {
    const { behind } = await chain.run(rate, 15)
    if (behind > rate * webhooksPerMeeting * lagSeconds) break
    sustained = rate
  }
  return sustained
}
