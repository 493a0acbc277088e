import type { Admin } from 'kafkajs'

export interface TopicOffsets {
  readonly topic: string
  readonly partition: number
  /** The first offset there is, and the one after the last. */
  readonly low: bigint
  readonly high: bigint
}

/**
 * Where the topics' partitions begin and end. One topic after the other: each look-up of kafkajs adds its topic to those whose
 * metadata it knows, and of two at once the one may take from the other what it was about to read.
 */
export const topicOffsets = async (
  admin: Pick<Admin, 'fetchTopicOffsets'>,
  topics: readonly string[],
): Promise<readonly TopicOffsets[]> => {
  const all: TopicOffsets[] = []
  for (const topic of topics)
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic))
      all.push({ topic, partition, low: BigInt(low), high: BigInt(high) })
  return all
}
