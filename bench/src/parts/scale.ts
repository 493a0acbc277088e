import { rawWebhooks } from '@hansard/shared/topics'
import { corpusOf, sizes } from '../load/corpus.ts'
import { fillRaw } from '../load/raw-records.ts'
import { paceOf, type Pace } from '../measure/progress.ts'
import type { PartResult } from '../report/result.ts'
import type { System } from '../system.ts'
import { measureCandidates } from './candidates.ts'
import { byDepth, type Around, type Part } from './part.ts'
import { scaleResult } from './scale-report.ts'
import { measureTranscripts } from './transcripts.ts'

export interface ProcessesRun extends Pace {
  readonly processes: number
}

const measure = async (around: Around, system: System): Promise<PartResult> => {
  const [lengths, repeats] = byDepth(around, [[10, 180], 3] as const, [[10, 60, 180, 360, 720], 7] as const)
  const transcripts = measureTranscripts(lengths, repeats, around.progress)
  const candidates = await measureCandidates(system.postgres, byDepth(around, [10, 1_000], [10, 1_000, 100_000]), around)
  const processes = around.depth === 'quick' ? [] : await measureProcesses(around, system)
  return scaleResult({ transcripts, candidates, processes })
}

export const scalePart: Part = { partitions: 12, tenants: 30, measure }

/** The verifier needs nothing but Kafka: what it gains from more processes is what the partitions and the machine allow. */
const measureProcesses = async (around: Around, system: System): Promise<readonly ProcessesRun[]> => {
  const bodies = corpusOf(sizes['2 KB'], 300, 'scale')
  const runs: ProcessesRun[] = []
  for (const processes of [1, 2, 4]) {
    around.signal.throwIfAborted()
    await fillRaw(system, bodies, 60_000, String(processes))
    const apps = await Promise.all(
      Array.from({ length: processes }, () => system.startApp('verifier', { PROCESSING_GUARANTEE: 'exactly_once' })),
    )
    const pids = apps.map(({ pid }) => pid)
    const pace = await paceOf(system.kafka, 'verifier', [rawWebhooks.name], pids, { warmShare: 0.3, withinMs: 30_000 })
    around.progress(`verifier, ${processes} processes: ${Math.round(pace.perSecond)} records/s`)
    runs.push({ processes, ...pace })
    await Promise.all(apps.map((app) => app.stop()))
  }
  return runs
}
