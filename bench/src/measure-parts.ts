import { emptyTopics } from '@hansard/shared/kafka/testing/empty-topics'
import type { PartName } from './options.ts'
import { chainPart } from './parts/chain.ts'
import { ingestPart } from './parts/ingest.ts'
import { lifecyclePart } from './parts/lifecycle.ts'
import type { Around, Part } from './parts/part.ts'
import { scalePart } from './parts/scale.ts'
import { stagePart } from './parts/stage.ts'
import type { PartResult } from './report/result.ts'
import { startSystem, type System, type SystemOptions } from './system.ts'

const parts: Readonly<Record<PartName, Part>> = {
  ingest: ingestPart,
  stage: stagePart,
  chain: chainPart,
  scale: scalePart,
  lifecycle: lifecyclePart,
}

type Results = Readonly<Partial<Record<PartName, PartResult>>>
type Measure = (name: PartName, system: System) => Promise<void>
type Start = (size: Pick<SystemOptions, 'partitions' | 'tenants'>) => Promise<System>

/** Measures the parts one after the other: each on a system of its own, but in a quick run all on one, since a start takes half as long as a part. */
export const measureParts = async (
  names: readonly PartName[],
  around: Around,
  where: Pick<SystemOptions, 'root' | 'env'>,
): Promise<Results> => {
  const results: Partial<Record<PartName, PartResult>> = {}
  const measure: Measure = async (name, system) => {
    around.signal.throwIfAborted()
    around.progress(name)
    results[name] = await parts[name].measure(around, system)
  }
  const start: Start = (size) => {
    around.progress('starting the stack')
    return startSystem({ ...where, ...size, signal: around.signal })
  }
  await (around.depth === 'quick' ? together : apart)(names, start, measure)
  around.signal.throwIfAborted()
  return results
}

const apart = async (names: readonly PartName[], start: Start, measure: Measure): Promise<void> => {
  for (const name of names) {
    const system = await start(parts[name])
    try {
      await measure(name, system)
    } finally {
      await system.stop()
    }
  }
}

/** Partitions as most of the parts have them when they are alone; what a quick run sends is little enough for fewer tenants. */
const shared = { partitions: 6, tenants: 30 }

/** What a part leaves in the topics must not meet the processes of the next one. */
const together = async (names: readonly PartName[], start: Start, measure: Measure): Promise<void> => {
  const system = await start(shared)
  try {
    for (const name of names) {
      if (name !== names[0]) await emptyTopics(system.stack.kafka.brokers)
      await measure(name, system)
    }
  } finally {
    await system.stop()
  }
}
