import {
  fetchedTranscripts,
  journal,
  meetingCommands,
  rawWebhooks,
  securityEvents,
  uniqueWebhooks,
  verifiedWebhooks,
} from '@hansard/shared/topics'
import { floorTopics } from '../floor/topics.ts'
import { corpusOf, sizes } from '../load/corpus.ts'
import { fillRaw } from '../load/raw-records.ts'
import { paceOf, type Pace } from '../measure/progress.ts'
import type { PartResult } from '../report/result.ts'
import type { AppName, System } from '../system.ts'
import { byDepth, type Around, type Part } from './part.ts'
import { stageResult } from './stage-report.ts'

export type Guarantee = 'exactly once' | 'at least once'
export const guarantees: readonly Guarantee[] = ['exactly once', 'at least once']

export interface StageRun extends Pace {
  /** `floor` or the app. */
  readonly stage: string
  readonly guarantee: Guarantee
}

/** In the order of the chain: what one writes the next one reads. */
const stages: readonly { readonly name: Exclude<AppName, 'ingress'>; readonly inputs: readonly string[] }[] = [
  { name: 'verifier', inputs: [rawWebhooks.name] },
  { name: 'deduper', inputs: [verifiedWebhooks.name] },
  { name: 'transcript-processor', inputs: [uniqueWebhooks.name] },
  { name: 'merger', inputs: [fetchedTranscripts.name, meetingCommands.name] },
  { name: 'recorder', inputs: [journal.name, securityEvents.name] },
]

const measure = async (around: Around, system: System): Promise<PartResult> => {
  await system.kafka.createTopics([
    { name: floorTopics.stage, partitions: 6, replicationFactor: 1, config: { 'max.message.bytes': '16777216' } },
  ])
  const runs: StageRun[] = []
  const bodies = corpusOf(sizes['2 KB'], 300, 'stage')
  for (let round = 1; round <= byDepth(around, 1, 3); round++)
    for (const guarantee of byDepth(around, guarantees.slice(0, 1), guarantees))
      runs.push(...(await oneRound(around, system, { bodies, guarantee, round })))
  return stageResult(runs)
}

export const stagePart: Part = { partitions: 6, tenants: 30, measure }

/** Fills the chain's head and lets one stage after the other work through it, alone; the floor works on the verifier's input. */
const oneRound = async (
  around: Around,
  system: System,
  { bodies, guarantee, round }: { readonly bodies: readonly string[]; readonly guarantee: Guarantee; readonly round: number },
): Promise<readonly StageRun[]> => {
  const env = { PROCESSING_GUARANTEE: guarantee === 'exactly once' ? 'exactly_once' : 'at_least_once' }
  await fillRaw(system, bodies, byDepth(around, 10_000, 60_000), `${round}${guarantees.indexOf(guarantee)}`)
  const runs: StageRun[] = []
  const limits = { warmShare: 0.25, withinMs: byDepth(around, 6_000, 30_000) }
  const note = (stage: string, pace: Pace) => {
    runs.push({ stage, guarantee, ...pace })
    around.progress(`${stage}, ${guarantee}: ${Math.round(pace.perSecond)} records/s, ${pace.cpuPerThousand.toFixed(3)} CPU s a thousand`)
  }
  const group = `bench-floor-${env.PROCESSING_GUARANTEE}`
  const floor = await system.start('floor', 'bench/src/floor/stage/main.ts', { ...env, FLOOR_INPUT: rawWebhooks.name, FLOOR_GROUP: group })
  note('floor', await paceOf(system.kafka, group, [rawWebhooks.name], [floor.pid], limits))
  let stopping = floor.stop()
  for (const { name, inputs } of byDepth(around, stages.slice(0, 2), stages)) {
    around.signal.throwIfAborted()
    const [app] = await Promise.all([system.startApp(name, env), stopping])
    note(name, await paceOf(system.kafka, name, inputs, [app.pid], limits))
    stopping = app.stop()
  }
  await stopping
  return runs
}
