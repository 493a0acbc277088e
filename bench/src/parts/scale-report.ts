import { number, spread } from '../report/format.ts'
import type { PartResult, Table, Target } from '../report/result.ts'
import type { CandidatesRun } from './candidates.ts'
import type { ProcessesRun } from './scale.ts'
import type { TranscriptRun } from './transcripts.ts'

export interface ScaleFigures {
  readonly transcripts: readonly TranscriptRun[]
  readonly candidates: readonly CandidatesRun[]
  /** None: not measured. */
  readonly processes: readonly ProcessesRun[]
}

export const scaleResult = ({ transcripts, candidates, processes }: ScaleFigures): PartResult => ({
  tables: [
    {
      title: 'Transcripts by length, milliseconds (least–most)',
      columns: ['minutes', 'parse WebVTT', 'prepare', 'score two', 'merge three'],
      rows: transcripts.map((run) => [String(run.minutes), spread(run.parse), spread(run.prepare), spread(run.score), spread(run.merge)]),
    },
    {
      title: 'Finding candidates in a 24-hour window, milliseconds',
      columns: ['transcripts', 'p50', 'p99'],
      rows: candidates.map((run) => [run.transcripts.toLocaleString('en'), number(run.p50), number(run.p99)]),
    },
    ...(processes.length === 0 ? [] : [processTable(processes)]),
  ],
  figures: { transcripts, candidates, processes },
  targets: targetsOf(transcripts, candidates),
  failures: [],
})

const processTable = (processes: readonly ProcessesRun[]): Table => ({
  title: 'Processes of one stage: verifier, exactly once, 2 KB, 12 partitions',
  columns: ['processes', 'records/s', 'CPU s/1,000'],
  rows: processes.map((run) => [String(run.processes), number(run.perSecond), number(run.cpuPerThousand)]),
})

const targetsOf = (transcripts: readonly TranscriptRun[], candidates: readonly CandidatesRun[]): readonly Target[] => {
  const target = (name: string, value: number, under: number): Target => ({
    name,
    target: `under ${under} ms`,
    measured: `${number(value)} ms`,
    met: value < under,
  })
  return [
    ...transcripts
      .filter(({ minutes }) => minutes === 180)
      .flatMap((run) => [
        target('scoring two 3-hour transcripts', run.score.median, 30),
        target('parsing a 3-hour WebVTT', run.parse.median, 60),
      ]),
    ...candidates
      .filter(({ transcripts: count }) => count === 100_000)
      .map((run) => target('candidates among 100,000 transcripts: p99', run.p99, 20)),
  ]
}
