import { slopeOf } from '../measure/spread.ts'
import { number } from '../report/format.ts'
import type { PartResult, Table, Target } from '../report/result.ts'
import type { ChainRun, MemorySample } from './chain.ts'
import type { Guarantee } from './stage.ts'

export interface ChainFigures {
  readonly runs: readonly ChainRun[]
  readonly sustained: Readonly<Partial<Record<Guarantee, number>>>
  readonly memory: readonly MemorySample[]
  readonly failures: readonly string[]
}

export const chainResult = ({ runs, sustained, memory, failures }: ChainFigures): PartResult => ({
  tables: [
    latencyTable(runs),
    cpuTable(runs),
    ...(Object.keys(sustained).length === 0 ? [] : [sustainedTable(sustained)]),
    ...(memory.length === 0 ? [] : [memoryTable(memory)]),
  ],
  figures: { runs, sustained, memory },
  targets: targetsOf(runs),
  failures,
})

const nameOf = ({ meetingsPerSecond, guarantee }: ChainRun): string => `${meetingsPerSecond} meetings/s, ${guarantee}`

const latencyTable = (runs: readonly ChainRun[]): Table => ({
  title: 'Whole chain: POST to merged transcript, milliseconds; three webhooks a meeting',
  columns: ['', 'webhooks', 'taken', 'p50', 'p95', 'p99', 'POST p99', 'behind at the end'],
  rows: runs.map((run) => [
    nameOf(run),
    number(run.sent),
    number(run.accepted),
    number(run.latency.p50),
    number(run.latency.p95),
    number(run.latency.p99),
    number(run.post.p99),
    number(run.behind),
  ]),
})

const cpuTable = (runs: readonly ChainRun[]): Table => {
  const parts = Object.keys(runs[0]?.cpu ?? {})
  return {
    title: 'Whole chain: CPU milliseconds a webhook, until the last merged transcript had come',
    columns: ['', ...parts],
    rows: runs.map((run) => [nameOf(run), ...parts.map((part) => number(run.cpu[part] ?? 0))]),
  }
}

const sustainedTable = (sustained: ChainFigures['sustained']): Table => ({
  title: 'Whole chain: the most meetings a second without falling behind',
  columns: ['', 'meetings/s', 'webhooks/s'],
  rows: Object.entries(sustained).map(([guarantee, rate]) => [guarantee, number(rate), number(rate * 3)]),
})

/** Processes warm up for so long before their growth is looked at. */
const warmSeconds = 120

const memoryTable = (memory: readonly MemorySample[]): Table => {
  const steady = memory.filter(({ seconds }) => seconds >= warmSeconds)
  return {
    title: 'Whole chain: memory while a steady load lasts ten minutes',
    columns: ['', 'after 2 minutes MB', 'at the end MB', 'growth MB/minute', 'heap, least of the 3rd minute MB', 'of the last'],
    rows: Object.keys(memory[0]?.bytes ?? {}).map((name) => {
      const points = steady.map(({ seconds, bytes }) => [seconds / 60, (bytes[name] ?? 0) / 1e6] as const)
      const heap = leastOfMinutes(
        steady.flatMap((sample) => (sample.heap[name] === undefined ? [] : [[sample.seconds, sample.heap[name]] as const])),
      )
      return [
        name,
        number(points[0]?.[1] ?? 0),
        number(points.at(-1)?.[1] ?? 0),
        number(slopeOf(points)),
        ...[heap[0], heap.at(-1)].map((bytes) => (bytes === undefined ? '' : number(bytes / 1e6))),
      ]
    }),
  }
}

/** Collections leave this little: between two of them a heap grows, leak or not. */
const leastOfMinutes = (points: readonly (readonly [seconds: number, bytes: number])[]): readonly number[] => {
  const end = Math.max(...points.map(([seconds]) => seconds))
  // By whole minutes before the end: the first stretch may be a short one.
  const minutes = [...Map.groupBy(points, ([seconds]) => Math.floor((end - seconds) / 60))].toSorted(([a], [b]) => b - a)
  return minutes.map(([, each]) => Math.min(...each.map(([, bytes]) => bytes)))
}

const targetsOf = (runs: readonly ChainRun[]): readonly Target[] => {
  const target = (rate: number, guarantee: Guarantee, share: 'p50' | 'p95', under: number): readonly Target[] => {
    const run = runs.find((each) => each.meetingsPerSecond === rate && each.guarantee === guarantee)
    if (run === undefined) return []
    const value = run.latency[share]
    return [{ name: `chain, ${nameOf(run)}: ${share}`, target: `under ${under} ms`, measured: `${number(value)} ms`, met: value < under }]
  }
  return [...target(1, 'exactly once', 'p50', 400), ...target(50, 'exactly once', 'p95', 1_000), ...target(50, 'at least once', 'p95', 300)]
}
