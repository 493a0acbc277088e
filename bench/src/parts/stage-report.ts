import { spreadOf, type Spread } from '../measure/spread.ts'
import { megabytes, percent, spread } from '../report/format.ts'
import type { PartResult, Target } from '../report/result.ts'
import { guarantees, type Guarantee, type StageRun } from './stage.ts'

/** What a stage must reach of the floor where it needs nothing but Kafka. */
const kafkaOnly: ReadonlySet<string> = new Set(['verifier'])
const leastShare = 0.6

export const stageResult = (runs: readonly StageRun[]): PartResult => ({
  tables: [
    {
      title: 'Stages: 2 KB, 6 partitions, one process (least–most)',
      columns: ['', 'runs', 'records/s', 'of the floor', 'CPU s/1,000', 'memory'],
      rows: [...Map.groupBy(runs, ({ stage, guarantee }) => `${stage}, ${guarantee}`)].map(([name, kind]) => [
        name,
        String(kind.length),
        spread(over(kind, ({ perSecond }) => perSecond)),
        percent(shareOf(runs, kind).median),
        spread(over(kind, ({ cpuPerThousand }) => cpuPerThousand)),
        megabytes(over(kind, ({ residentBytes }) => residentBytes).median),
      ]),
    },
  ],
  figures: { runs },
  targets: guarantees.flatMap((guarantee) => targetsOf(runs, guarantee)),
  failures: runs
    .filter(({ records, seconds }) => records <= 0 || seconds <= 0)
    .map(({ stage, guarantee }) => `${stage}, ${guarantee}: made no progress`),
})

const over = (runs: readonly StageRun[], pick: (run: StageRun) => number): Spread => spreadOf(runs.map(pick))

/** Round by round: neighbours in time met the same machine. */
const shareOf = (runs: readonly StageRun[], kind: readonly StageRun[]): Spread => {
  const floor = runs.filter(({ stage, guarantee }) => stage === 'floor' && guarantee === kind[0]?.guarantee)
  return spreadOf(kind.map(({ perSecond }, round) => perSecond / (floor[round]?.perSecond ?? Number.NaN)))
}

const targetsOf = (runs: readonly StageRun[], guarantee: Guarantee): readonly Target[] =>
  [...kafkaOnly].flatMap((name) => {
    const kind = runs.filter((run) => run.stage === name && run.guarantee === guarantee)
    if (kind.length === 0) return []
    const share = shareOf(runs, kind).median
    return [
      {
        name: `${name}, ${guarantee}: throughput of the floor`,
        target: 'at least 60 %',
        measured: percent(share),
        met: share >= leastShare,
      },
    ]
  })
