import { spreadOf } from '../measure/spread.ts'
import { megabytes, number, percent, spread } from '../report/format.ts'
import type { PartResult, Table, Target } from '../report/result.ts'
import { over, type IngestRun } from './ingest.ts'

export interface IngestFigures {
  readonly runs: readonly IngestRun[]
  /** The highest rate that held p99 under 100 ms; undefined: not looked for. */
  readonly highest: Readonly<Record<'floor' | 'ingress', number>> | undefined
  readonly failures: readonly string[]
}

export const ingestResult = ({ runs, highest, failures }: IngestFigures): PartResult => ({
  tables: [runTable(runs), ...(highest === undefined ? [] : [highestTable(highest)])],
  figures: { runs, highest },
  targets: targetsOf(runs),
  failures,
})

const kindsOf = (runs: readonly IngestRun[]): readonly (readonly IngestRun[])[] => [
  ...Map.groupBy(runs, ({ subject, size, load }) => `${size}, ${load}: ${subject}`).values(),
]

const runTable = (runs: readonly IngestRun[]): Table => ({
  title: 'Ingest: POST to 200, median of the runs (least–most)',
  columns: ['', 'runs', 'per second', 'avg ms', 'p50', 'p95', 'p99', 'success', 'CPU s/1,000', 'broker', 'memory'],
  rows: kindsOf(runs).map((kind) => {
    const [first] = kind
    const figure = (pick: (run: IngestRun) => number) => spread(over(kind, pick))
    return [
      `${first?.size}, ${first?.load}: ${first?.subject}`,
      String(kind.length),
      figure(({ perSecond }) => perSecond),
      figure(({ latency }) => latency.mean),
      figure(({ latency }) => latency.p50),
      figure(({ latency }) => latency.p95),
      figure(({ latency }) => latency.p99),
      percent(over(kind, ({ success }) => success).least),
      figure(({ cpuPerThousand }) => cpuPerThousand),
      number(over(kind, ({ kafkaCpuPerThousand }) => kafkaCpuPerThousand).median),
      megabytes(over(kind, ({ residentBytes }) => residentBytes).median),
    ]
  }),
})

const highestTable = (highest: NonNullable<IngestFigures['highest']>): Table => ({
  title: 'Ingest: the highest rate of 13 KB that holds p99 under 100 ms',
  columns: ['', 'per second'],
  rows: Object.entries(highest).map(([subject, perSecond]) => [subject, number(perSecond)]),
})

const bursts = '100 every second'

const targetsOf = (runs: readonly IngestRun[]): readonly Target[] => {
  const of = (subject: IngestRun['subject'], load: string) =>
    runs.filter((run) => run.subject === subject && run.size === '13 KB' && run.load === load)
  const [ingress, floor] = [of('ingress', '100 at once'), of('floor', '100 at once')]
  if (ingress.length === 0 || floor.length === 0) return []
  // Run by run: neighbours in time met the same machine.
  const ratio = (pick: (run: IngestRun) => number) => spreadOf(ingress.map((run, index) => pick(run) / pick(floor[index] ?? run))).median
  const [share, cpu] = [ratio(({ perSecond }) => perSecond), ratio(({ cpuPerThousand }) => cpuPerThousand)]
  return [
    ...latencyTargets(of('ingress', bursts), bursts),
    ...latencyTargets(ingress, '100 at once'),
    { name: 'ingress: throughput of the floor', target: 'at least 70 %', measured: percent(share), met: share >= 0.7 },
    { name: 'ingress: CPU of the floor', target: 'at most 1.4 times', measured: `${number(cpu)} times`, met: cpu <= 1.4 },
  ]
}

/** A tenth of what the specification reports, and no failure. */
const latencyTargets = (runs: readonly IngestRun[], load: string): readonly Target[] => {
  if (runs.length === 0) return []
  const limit = (name: 'mean' | 'p95' | 'p99', under: number): Target => {
    const { median } = over(runs, ({ latency }) => latency[name])
    return { name: `${load}, 13 KB: ${name}`, target: `under ${under} ms`, measured: `${number(median)} ms`, met: median < under }
  }
  const success = over(runs, (run) => run.success).least
  return [
    limit('mean', 13),
    limit('p95', 31),
    limit('p99', 89),
    { name: `${load}, 13 KB: success`, target: '100 %', measured: percent(success), met: success === 1 },
  ]
}
