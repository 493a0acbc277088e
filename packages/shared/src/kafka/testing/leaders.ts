import { setTimeout as delay } from 'node:timers/promises'
import { createClient } from '../kafkajs.ts'
import { quiet } from './cluster.ts'

/** Leaders of partitions in a cluster of several brokers. */
export interface Leaders extends AsyncDisposable {
  /** Number of the broker that leads the partition. */
  of(topic: string, partition: number): Promise<number>
  /** The leader gives the partition up; resolves when another has it. */
  move(topic: string, partition: number): Promise<void>
}

export const openLeaders = async (brokers: readonly string[]): Promise<Leaders> => {
  const admin = createClient({ brokers, clientId: 'leaders', log: quiet }).admin()
  await admin.connect()
  const find = async (topic: string, partition: number) => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
    const found = topics[0]?.partitions.find(({ partitionId }) => partitionId === partition)
    if (found === undefined) throw new Error(`${topic} has no partition ${partition}`)
    return found
  }
  return {
    of: async (topic, partition) => (await find(topic, partition)).leader,
    async move(topic, partition) {
      const { leader, replicas } = await find(topic, partition)
      const partitionAssignment = [{ partition, replicas: replicas.filter((replica) => replica !== leader) }]
      await admin.alterPartitionReassignments({ topics: [{ topic, partitionAssignment }] })
      while ((await find(topic, partition)).leader === leader) await delay(50)
    },
    [Symbol.asyncDispose]: () => admin.disconnect(),
  }
}
