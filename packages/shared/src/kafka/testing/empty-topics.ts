import { createLogger } from '../../runtime/logger.ts'
import { createClient } from '../kafkajs.ts'
import { topicOffsets } from '../topic-offsets.ts'

/** Kafka's own topics, and the one the schema registry keeps its schemas in. */
const isInternal = (topic: string): boolean => topic.startsWith('_')

/**
 * Deletes the records of every topic and every consumer group: whoever reads next, of whatever group, begins with what is written next. Moving the
 * groups to the end would not do: one that is still to come begins with the first record there is. Rejects while a group has members.
 */
export const emptyTopics = async (brokers: string): Promise<void> => {
  const admin = createClient({ brokers: brokers.split(','), clientId: 'emptying', log: createLogger('emptying', 'silent') }).admin()
  await admin.connect()
  try {
    const { groups } = await admin.listGroups()
    if (groups.length > 0) await admin.deleteGroups(groups.map(({ groupId }) => groupId))
    const topics = (await admin.listTopics()).filter((topic) => !isInternal(topic))
    const held = (await topicOffsets(admin, topics)).filter(({ low, high }) => low < high)
    for (const [topic, partitions] of Map.groupBy(held, (of) => of.topic))
      await admin.deleteTopicRecords({ topic, partitions: partitions.map(({ partition, high }) => ({ partition, offset: String(high) })) })
  } finally {
    await admin.disconnect()
  }
}
