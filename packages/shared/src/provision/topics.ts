import type { TopicSpec } from '../kafka/port.ts'
import { chainTopics, deadLetterRetention, deadLetterTopicName, retention, retryRetention, retryTopicName, stageNames } from '../topics.ts'

/** A 12-hour transcript, merged and with alternatives, must fit. */
const maxMessageBytes = 16 << 20

export interface TopicSettings {
  readonly partitions: number
  readonly replicationFactor: number
  readonly minInSyncReplicas: number
  /** Seconds; one retry topic each. */
  readonly retryDelays: readonly number[]
}

/** Every topic of Hansard. All have the same partition count, so that a record keeps its partition number along the chain. */
export const topicSpecs = ({ partitions, replicationFactor, minInSyncReplicas, retryDelays }: TopicSettings): readonly TopicSpec[] => {
  const spec = (name: string, retentionMs: number): TopicSpec => ({
    name,
    partitions,
    replicationFactor,
    config: {
      'retention.ms': String(retentionMs),
      'min.insync.replicas': String(minInSyncReplicas),
      'max.message.bytes': String(maxMessageBytes),
      'cleanup.policy': 'delete',
    },
  })
  return [
    ...chainTopics.map(({ name }) => spec(name, retention[name] ?? retryRetention)),
    ...stageNames.flatMap((stage) => [
      ...retryDelays.map((seconds) => spec(retryTopicName(stage, seconds), retryRetention)),
      spec(deadLetterTopicName(stage), deadLetterRetention),
    ]),
  ]
}
