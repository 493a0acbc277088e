import { setTimeout as delay } from 'node:timers/promises'
import type { Kafka } from '@hansard/shared/kafka/port'
import { lagOf } from './stored.ts'
import { usageOf, type Usage } from './usage.ts'

/** How fast a group worked through its input. */
export interface Pace {
  readonly records: number
  readonly seconds: number
  readonly perSecond: number
  /** CPU seconds a thousand records, of all its processes. */
  readonly cpuPerThousand: number
  readonly residentBytes: number
}

const everyMs = 50

/**
 * Watches a group until nothing is left or the time is over, and tells the pace after the first `warmShare` of what there was: until then processes
 * join, connect and get warm. Records of a transactional topic are counted with their markers, which are few.
 */
export const paceOf = async (
  kafka: Kafka,
  group: string,
  topics: readonly string[],
  pids: readonly number[],
  { warmShare, withinMs }: { readonly warmShare: number; readonly withinMs: number },
): Promise<Pace> => {
  const left = async () => (await lagOf(kafka, group, topics)).reduce((sum, { committed, end }) => sum + Number(end - committed), 0)
  const look = async () => ({ at: performance.now(), left: await left(), usage: await Promise.all(pids.map(usageOf)) })
  const whole = await left()
  const deadline = performance.now() + withinMs
  let from = await look()
  // A slow stage is warm after a third of the time, however little it has done.
  while (whole - from.left < whole * warmShare && performance.now() < deadline - (withinMs * 2) / 3) {
    await delay(everyMs)
    from = await look()
  }
  let to = from
  // Committed offsets end at the last record, the topic may end behind it with a marker of the transaction.
  const done = () => to.left <= Math.max(whole * 0.002, 0)
  while (!done() && performance.now() < deadline) {
    await delay(everyMs)
    to = await look()
  }
  const [records, seconds] = [from.left - to.left, (to.at - from.at) / 1_000]
  const cpu = (usages: readonly Usage[]) => usages.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0)
  return {
    records,
    seconds,
    perSecond: records / seconds,
    cpuPerThousand: ((cpu(to.usage) - cpu(from.usage)) * 1_000) / records,
    residentBytes: to.usage.reduce((sum, { residentBytes }) => sum + residentBytes, 0),
  }
}
