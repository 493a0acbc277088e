import { uuidV7 } from '@hansard/shared/ids'
import type { Kafka } from '@hansard/shared/kafka/port'
import type { Codec } from '@hansard/shared/registry/codec'
import type { Topic } from '@hansard/shared/stage/stage'

/** Everything a subscriber of the topic has seen so far, decoded, in order of arrival. */
export interface TopicReader<T> {
  readonly values: readonly T[]
  stop(): Promise<void>
}

/** Subscribes as a downstream team would: from the beginning, committed records only. */
export const readTopic = async <T>(kafka: Kafka, codec: Codec, topic: Topic<T>): Promise<TopicReader<T>> => {
  const values: T[] = []
  const consumer = await kafka.consume({
    group: `e2e-${uuidV7()}`,
    guarantee: 'at-least-once',
    topics: [topic.name],
    maxRecords: 500,
    async handle({ records }) {
      values.push(...(await Promise.all(records.map(({ value }) => codec.decode(topic.contract, value)))))
      return { outputs: [], done: records.length }
    },
    onFatal(error) {
      throw error
    },
  })
  return { values, stop: () => consumer.stop() }
}
