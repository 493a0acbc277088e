import { setTimeout as delay } from 'node:timers/promises'
import { sendWebhook } from '@hansard/simulator/webhook/send'
import { rawWebhooks, verifiedWebhooks } from '@hansard/shared/topics'
import { waitUntil } from '@hansard/stack/wait-until'
import { corpusOf, sizes } from '../load/corpus.ts'
import { acceptedIn, type LoadRequest } from '../load/load.ts'
import { startLoadProcess } from '../load/load-process.ts'
import { fillRaw } from '../load/raw-records.ts'
import { watchGaps } from '../measure/gaps.ts'
import { memoryOf, together } from '../measure/memory.ts'
import { spreadOf, type Spread } from '../measure/spread.ts'
import { recordsIn } from '../measure/stored.ts'
import { usedDuring } from '../measure/usage.ts'
import type { PartResult } from '../report/result.ts'
import { appNames, type Running, type System } from '../system.ts'
import { lifecycleResult } from './lifecycle-report.ts'
import { byDepth, type Around, type Part } from './part.ts'

export interface LifecycleFigures {
  /** From starting the process to the first answer of 200, milliseconds. */
  readonly firstWebhook: Spread
  readonly drain: Drain
  /** The longest time no record of a partition came out, milliseconds, while a second process came and while it left. */
  readonly stall: { readonly joining: number; readonly leaving: number; readonly before: number }
  /** The six apps with nothing to do. */
  readonly idle: {
    readonly coreShare: number
    /** What they share counted once, where the system tells. */
    readonly bytes: number
    readonly each: Readonly<Record<string, { readonly coreShare: number; readonly residentBytes: number }>>
  }
}

export interface Drain {
  /** From SIGTERM under load to the end of the process. */
  readonly ms: number
  readonly accepted: number
  readonly stored: number
  /** Answered 503, for the platform to send again. */
  readonly refused: number
}

const measure = async (around: Around, system: System): Promise<PartResult> => {
  // First, while there is nothing to work off.
  const idle = await idleCost(around, system)
  const firstWebhook = spreadOf(await firstWebhooks(around, system))
  const drain = await drainUnderLoad(around, system)
  const stall = await rebalanceStall(around, system)
  return lifecycleResult({ firstWebhook, drain, stall, idle })
}

export const lifecyclePart: Part = { partitions: 6, tenants: 5, measure }

const requestOf = (system: System): LoadRequest => {
  const [tenant] = system.tenants
  if (tenant === undefined) throw new RangeError('there is no tenant')
  const [body = ''] = corpusOf(sizes['13 KB'], 1, 'lifecycle')
  return { path: tenant.paths.otter, platform: 'otter', body, secret: tenant.secrets.otter, headers: {} }
}

const firstWebhooks = async (around: Around, system: System): Promise<readonly number[]> => {
  const request = requestOf(system)
  const times: number[] = []
  for (let n = 0; n < byDepth(around, 2, 5); n++) {
    const begin = performance.now()
    const ingress = await system.startApp('ingress')
    const answered = async () => (await sendWebhook({ ...request, url: ingress.address + request.path })).status === 200
    if (!(await waitUntil(answered, 20_000, 5))) throw new Error('the ingress does not answer')
    times.push(performance.now() - begin)
    await ingress.stop()
  }
  around.progress(`first webhook after ${Math.round(spreadOf(times).median)} ms`)
  return times
}

const drainUnderLoad = async (around: Around, system: System): Promise<Drain> => {
  const ingress = await system.startApp('ingress')
  const load = startLoadProcess()
  const before = await recordsIn(system.kafka, rawWebhooks.name)
  const loading = load.run({
    address: ingress.address,
    requests: [requestOf(system)],
    use: 'repeated',
    shape: { kind: 'rate', perSecond: 300, seconds: byDepth(around, 3, 4) },
  })
  await delay(2_500)
  const begin = performance.now()
  await ingress.stop()
  const ms = performance.now() - begin
  const result = await Promise.race([loading, delay(15_000, undefined, { ref: false })])
  await load.stop()
  const stored = (await recordsIn(system.kafka, rawWebhooks.name)) - before
  around.progress(`drained under load in ${Math.round(ms)} ms`)
  return { ms, accepted: result === undefined ? stored : acceptedIn(result), stored, refused: result?.statuses['503'] ?? 0 }
}

/** A steady trickle through the verifier, joined and left by a second one. */
const rebalanceStall = async (around: Around, system: System): Promise<LifecycleFigures['stall']> => {
  const bodies = corpusOf(sizes['2 KB'], 50, 'stall')
  const first = await system.startApp('verifier')
  const gaps = await watchGaps(system.kafka, verifiedWebhooks.name)
  const feeding = new AbortController()
  const feed = async () => {
    for (let n = 0; !feeding.signal.aborted; n++) {
      await fillRaw(system, bodies, 30, String(n))
      await delay(20)
    }
  }
  const fed = feed()
  await delay(byDepth(around, 1_500, 3_000))
  const during = async (work: () => Promise<unknown>): Promise<number> => {
    gaps.reset()
    await work()
    await delay(byDepth(around, 2_000, 4_000))
    return gaps.longest()
  }
  const before = await during(async () => undefined)
  let second: Running | undefined
  const joining = await during(async () => (second = await system.startApp('verifier')))
  const leaving = await during(async () => second?.stop())
  feeding.abort()
  await fed
  await Promise.all([gaps.stop(), first.stop()])
  around.progress(`longest stall while a process joins ${joining} ms, while it leaves ${leaving} ms, otherwise ${before} ms`)
  return { joining, leaving, before }
}

const idleCost = async (around: Around, system: System): Promise<LifecycleFigures['idle']> => {
  const apps = await Promise.all(appNames.map((name) => system.startApp(name)))
  // What started is compiled and collected for a minute: a process is idle after that.
  await delay(byDepth(around, 4_000, 90_000))
  const seconds = byDepth(around, 4, 40)
  const pids = Object.fromEntries(apps.map(({ name, pid }) => [name, pid]))
  const { used } = await usedDuring(pids, () => delay(seconds * 1_000))
  const memories = await Promise.all(apps.map(({ pid }) => memoryOf(pid)))
  await Promise.all(apps.map((app) => app.stop()))
  const each = Object.fromEntries(
    Object.entries(used).map(([name, { cpuSeconds, residentBytes }]) => [name, { coreShare: cpuSeconds / seconds, residentBytes }]),
  )
  const sum = (pick: 'coreShare' | 'residentBytes') => Object.values(each).reduce((total, figures) => total + figures[pick], 0)
  const known = memories.filter((memory) => memory !== undefined)
  return { coreShare: sum('coreShare'), bytes: known.length === apps.length ? together(known) : sum('residentBytes'), each }
}
