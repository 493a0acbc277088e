import type { Kafka } from '@hansard/shared/kafka/port'

/** Records in a topic that nobody writes in transactions, all partitions together: the audit counts by it what was really stored. */
export const recordsIn = async (kafka: Kafka, topic: string): Promise<number> =>
  (await kafka.lag('bench-counter', [topic])).reduce((sum, { end }) => sum + Number(end), 0)
