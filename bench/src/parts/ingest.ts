import { rawWebhooks } from '@hansard/shared/topics'
import { floorTopics } from '../floor/topics.ts'
import { acceptedIn, type LoadRequest, type LoadResult, type LoadSpec } from '../load/load.ts'
import { startLoadProcess, type LoadProcess } from '../load/load-process.ts'
import { corpusOf, sizes, type SizeName } from '../load/corpus.ts'
import { spreadOf, type Spread } from '../measure/spread.ts'
import { recordsIn } from '../measure/stored.ts'
import { usedDuring } from '../measure/usage.ts'
import type { Running, System } from '../system.ts'
import type { PartResult } from '../report/result.ts'
import { ingestResult } from './ingest-report.ts'
import { byDepth, type Around, type Part } from './part.ts'

/** Who takes the webhooks: Hansard's ingress as it runs in production, without some of it, or the floor. */
export type Subject = 'ingress' | 'without signature' | 'without limits' | 'floor'

export interface IngestRun {
  readonly subject: Subject
  readonly size: SizeName
  /** `100 at once` or `500/s`. */
  readonly load: string
  readonly perSecond: number
  readonly latency: LoadResult['latency']
  readonly success: number
  /** CPU seconds a thousand webhooks, of the process that takes them and of the broker. */
  readonly cpuPerThousand: number
  readonly kafkaCpuPerThousand: number
  readonly residentBytes: number
  readonly ownDelay: number
}

const concurrent = 100
/** Tenants with limits, and as many without. */
const tenantsEach = 20

const measure = async (around: Around, system: System): Promise<PartResult> => {
  const load = startLoadProcess()
  try {
    await system.kafka.createTopics([
      { name: floorTopics.ingest, partitions: 6, replicationFactor: 1, config: { 'max.message.bytes': '16777216' } },
    ])
    const bench = await prepare(around, system, load)
    const runs = [...(await atOnce(around, bench)), ...(await inBursts(around, bench)), ...(await atRates(around, bench))]
    const highest = around.depth === 'quick' ? undefined : await highestRate(bench)
    await bench.stop()
    return ingestResult({ runs, highest, failures: bench.failures })
  } finally {
    await load.stop()
  }
}

export const ingestPart: Part = { partitions: 6, tenants: 2 * tenantsEach, measure }

interface Bench {
  readonly failures: string[]
  /** One measured run, audited. */
  run(subject: Subject, size: SizeName, shape: LoadSpec['shape']): Promise<IngestRun>
  stop(): Promise<void>
}

const prepare = async (around: Around, system: System, load: LoadProcess): Promise<Bench> => {
  // A quick run does not measure without limits, and other parts send to the same tenants.
  if (around.depth !== 'quick') await liftLimits(system)
  const [floor, ingress] = await Promise.all([system.start('floor', 'bench/src/floor/ingest/main.ts'), system.startApp('ingress')])
  const servers: Readonly<Record<Subject, Running>> = { ingress, 'without signature': ingress, 'without limits': ingress, floor }
  const bodies = new Map(sizesIn(around).map((size) => [size, corpusOf(sizes[size], concurrent, size)]))
  const failures: string[] = []
  const requestsFor = (subject: Subject, size: SizeName): readonly LoadRequest[] =>
    (bodies.get(size) ?? []).map((body, index) => {
      const tenant = system.tenants[(index % tenantsEach) + (subject === 'without limits' ? tenantsEach : 0)]
      const secret = subject === 'without signature' ? undefined : tenant?.secrets.otter
      return { path: tenant?.paths.otter ?? '/', platform: 'otter', body, secret, headers: {} }
    })

  return {
    failures,
    async run(subject, size, shape) {
      around.signal.throwIfAborted()
      const server = servers[subject]
      const topic = subject === 'floor' ? floorTopics.ingest : rawWebhooks.name
      const before = await recordsIn(system.kafka, topic)
      const spec: LoadSpec = { address: server.address, requests: requestsFor(subject, size), use: 'repeated', shape }
      const pids = { server: server.pid, kafka: system.stack.kafka.pid ?? -1 }
      const { result, used } = await usedDuring(pids, () => load.run(spec))
      const [stored, accepted] = [(await recordsIn(system.kafka, topic)) - before, acceptedIn(result)]
      const label = `${subject}, ${size}, ${labelOf(shape)}`
      // A request whose connection broke may have been stored: that is what senders send again for.
      if (stored < accepted || stored > result.sent)
        failures.push(`${label}: ${accepted} answers of 200, ${stored} records stored, of ${result.sent} requests`)
      // Rates are looked for that are too high; the table says how much of them succeeded.
      if (accepted < result.sent && shape.kind !== 'rate')
        failures.push(`${label}: of ${result.sent} requests ${JSON.stringify(result.statuses)}, ${result.errors} errors`)
      around.progress(
        `${label}: ${Math.round(accepted / result.seconds)}/s, p50 ${result.latency.p50.toFixed(1)} ms, p99 ${result.latency.p99.toFixed(1)} ms`,
      )
      return {
        subject,
        size,
        load: labelOf(shape),
        perSecond: accepted / result.seconds,
        latency: result.latency,
        success: accepted / result.sent,
        cpuPerThousand: (used.server.cpuSeconds * 1_000) / accepted,
        kafkaCpuPerThousand: (used.kafka.cpuSeconds * 1_000) / accepted,
        residentBytes: used.server.residentBytes,
        ownDelay: result.ownDelay,
      }
    },
    stop: async () => void (await Promise.all([floor.stop(), ingress.stop()])),
  }
}

const liftLimits = ({ postgres, tenants }: System) =>
  postgres.query(`UPDATE core.integrations SET over_limit = 'admit' WHERE workspace_id = ANY ($1)`, [
    tenants.slice(tenantsEach).map(({ workspaceId }) => workspaceId),
  ])

const sizesIn = (around: Around): readonly SizeName[] => byDepth<readonly SizeName[]>(around, ['13 KB'], ['13 KB', '2 KB', '100 KB'])

const labelOf = (shape: LoadSpec['shape']): string => {
  if (shape.kind === 'rate') return `${shape.perSecond}/s`
  return shape.kind === 'closed' ? `${shape.connections} at once` : `${shape.connections} every second`
}

/** 100 at once, the subjects in turn, so that a busy moment of the machine meets all of them. The first round warms up. */
const atOnce = async (around: Around, bench: Bench): Promise<readonly IngestRun[]> => {
  const rounds = byDepth(around, 2, 5)
  const plan: readonly (readonly [SizeName, number, readonly Subject[]])[] = [
    [
      '13 KB',
      byDepth(around, 2_000, 15_000),
      byDepth<readonly Subject[]>(around, ['floor', 'ingress'], ['floor', 'ingress', 'without signature', 'without limits']),
    ],
    ...byDepth<readonly (readonly [SizeName, number, readonly Subject[]])[]>(
      around,
      [],
      [
        ['2 KB', 20_000, ['floor', 'ingress']],
        ['100 KB', 2_500, ['floor', 'ingress']],
      ],
    ),
  ]
  const runs: IngestRun[] = []
  for (const [size, amount, subjects] of plan) {
    for (const subject of subjects)
      await bench.run(subject, size, { kind: 'closed', connections: concurrent, amount: Math.ceil(amount / 2) })
    for (let round = 0; round < rounds; round++)
      for (const subject of subjects) runs.push(await bench.run(subject, size, { kind: 'closed', connections: concurrent, amount }))
  }
  return runs
}

/** Who is measured at a pace that is given. */
const pacedSubjects = (around: Around): readonly Subject[] => byDepth<readonly Subject[]>(around, ['ingress'], ['floor', 'ingress'])

/** 100 at the same instant, and nothing else: what "100 concurrent webhooks" is when they do not come again as soon as they are answered. */
const inBursts = async (around: Around, bench: Bench): Promise<readonly IngestRun[]> => {
  const runs: IngestRun[] = []
  for (let round = 0; round < byDepth(around, 1, 5); round++)
    for (const subject of pacedSubjects(around))
      runs.push(await bench.run(subject, '13 KB', { kind: 'burst', connections: concurrent, seconds: byDepth(around, 3, 15) }))
  return runs
}

const atRates = async (around: Around, bench: Bench): Promise<readonly IngestRun[]> => {
  const runs: IngestRun[] = []
  for (const perSecond of byDepth(around, [500], [500, 1_000, 2_000]))
    for (let round = 0; round < byDepth(around, 1, 3); round++)
      for (const subject of pacedSubjects(around))
        runs.push(await bench.run(subject, '13 KB', { kind: 'rate', perSecond, seconds: byDepth(around, 3, 10) }))
  return runs
}

const tolerableMs = 100

/** Climbs in steps of 250 from 500 a second on; a rate that fails is tried once more. */
const highestRate = async (bench: Bench): Promise<Readonly<Record<'floor' | 'ingress', number>>> => {
  const highest = { floor: 0, ingress: 0 }
  for (const subject of ['floor', 'ingress'] as const)
    for (let perSecond = 500; perSecond <= 8_000; perSecond += 250) {
      const held = async () => {
        const { latency, success } = await bench.run(subject, '13 KB', { kind: 'rate', perSecond, seconds: 6 })
        return latency.p99 < tolerableMs && success === 1
      }
      if (!(await held()) && !(await held())) break
      highest[subject] = perSecond
    }
  return highest
}

/** One figure over the runs of a kind. */
export const over = (runs: readonly IngestRun[], pick: (run: IngestRun) => number): Spread => spreadOf(runs.map(pick))
