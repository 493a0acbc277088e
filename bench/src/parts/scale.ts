import { rawWebhooks } from '@hansard/shared/topics'
import { corpusOf, sizes } from '../load/corpus.ts'
import { fillRaw } from '../load/raw-records.ts'
import { paceOf, type Pace } from '../measure/progress.ts'
import { startSystem, type System } from '../system.ts'
import { measureCandidates } from './candidates.ts'
import { byDepth, type Around, type Part } from './part.ts'
import { scaleResult } from './scale-report.ts'
import { measureTranscripts } from './transcripts.ts'

export interface ProcessesRun extends Pace {
  readonly processes: number
}

export const measureScale: Part = async (around) => {
  const transcripts = measureTranscripts(byDepth(around, [10, 180], [10, 60, 180, 360, 720]), around.progress)
  const system = await startSystem({ ...around, partitions: 12, tenants: 30 })
  try {
    const candidates = await measureCandidates(system.postgres, byDepth(around, [10, 1_000], [10, 1_000, 100_000]), around)
    return scaleResult({ transcripts, candidates, processes: await measureProcesses(around, system) })
  } finally {
    await system.stop()
  }
}

/** The verifier needs nothing but Kafka: what it gains from more processes is what the partitions and the machine allow. */
const measureProcesses = async (around: Around, system: System): Promise<readonly ProcessesRun[]> => {
  const bodies = corpusOf(sizes['2 KB'], 300, 'scale')
  const runs: ProcessesRun[] = []
  for (const processes of byDepth(around, [1, 2], [1, 2, 4])) {
    around.signal.throwIfAborted()
    await fillRaw(system, bodies, byDepth(around, 20_000, 60_000), String(processes))
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
