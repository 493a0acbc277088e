import { setTimeout as delay } from 'node:timers/promises'
import type { Kafka } from '@hansard/shared/kafka/port'
import { createRandom } from '@hansard/simulator/meeting/random'
import type { Injected } from '../audit/facts.ts'
import type { Poison } from './poison.ts'
import { hashOf } from './sender.ts'

/** A record that was written; where it came to lie is found out when the topic is read. */
export type Written = Omit<Injected, 'places'>

/** Writes the records into their topics, spread evenly over the time, each until it is acknowledged. Resolves with what was written. */
export const inject = async (
  kafka: Kafka,
  poisons: readonly Poison[],
  { seed, overMs, signal }: { readonly seed: string; readonly overMs: number; readonly signal: AbortSignal },
): Promise<readonly Written[]> => {
  const random = createRandom(`inject ${seed}`)
  const topics = [...new Set(poisons.map(({ topic }) => topic))]
  const partitions = new Map(await Promise.all(topics.map(async (topic) => [topic, await kafka.partitionCount(topic)] as const)))
  const producer = await kafka.producer()
  const written: Written[] = []
  const since = Date.now()
  for (const [index, { topic, kind, stage, reasons, key, value, headers }] of poisons.entries()) {
    const wait = since + (index / poisons.length) * overMs - Date.now()
    if (wait > 0) await delay(wait, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) break
    const partition = random.int(0, (partitions.get(topic) ?? 1) - 1)
    let acknowledged = false
    while (!acknowledged && !signal.aborted) {
      acknowledged = await producer.send([{ topic, partition, key, value, headers }]).then(
        () => true,
        () => delay(500).then(() => false),
      )
    }
    written.push({ topic, kind, stage, reasons, acknowledged, valueHash: hashOf(value ?? Buffer.alloc(0)) })
  }
  await producer.close()
  return written
}
