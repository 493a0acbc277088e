import { uuidV7 } from '@hansard/shared/ids'
import type { Kafka } from '@hansard/shared/kafka/port'

/** How long a partition of a topic stood still. */
export interface Gaps {
  reset(): void
  /** Milliseconds between two records of one partition, at most, since the reset; a partition that is silent now counts, too. */
  longest(): number
  stop(): Promise<void>
}

/** By the times at which records were written, as the broker keeps them. */
export const watchGaps = async (kafka: Kafka, topic: string): Promise<Gaps> => {
  const last = new Map<number, number>()
  let longest = 0
  let since = Date.now()
  const consumer = await kafka.consume({
    group: `bench-${uuidV7()}`,
    guarantee: 'at-least-once',
    topics: [topic],
    maxRecords: 500,
    async handle({ partition, records }) {
      for (const { timestamp } of records) {
        const before = Math.max(since, last.get(partition) ?? timestamp)
        longest = Math.max(longest, timestamp - before)
        last.set(partition, timestamp)
      }
      return { outputs: [], done: records.length }
    },
    onFatal: (error) => process.stderr.write(`the subscriber ended: ${error.message}\n`),
  })
  return {
    reset() {
      longest = 0
      since = Date.now()
    },
    longest: () => Math.max(longest, ...[...last.values()].map((at) => Date.now() - Math.max(at, since))),
    stop: () => consumer.stop(),
  }
}
