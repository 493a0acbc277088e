import { setTimeout as delay } from 'node:timers/promises'
import { UnavailableError } from '@hansard/shared/errors'
import type { Kafka, PartitionLag } from '@hansard/shared/kafka/port'

const patienceMs = 20_000

/** A group's lag; a broker that has just started may not know yet who coordinates the group. */
export const lagOf = async (kafka: Kafka, group: string, topics: readonly string[]): Promise<readonly PartitionLag[]> => {
  for (const until = performance.now() + patienceMs; ; await delay(100)) {
    try {
      return await kafka.lag(group, topics)
    } catch (error) {
      if (!(error instanceof UnavailableError) || performance.now() > until) throw error
    }
  }
}

/** Records in a topic that nobody writes in transactions, all partitions together: the audit counts by it what was really stored. */
export const recordsIn = async (kafka: Kafka, topic: string): Promise<number> =>
  (await lagOf(kafka, 'bench-counter', [topic])).reduce((sum, { end }) => sum + Number(end), 0)
