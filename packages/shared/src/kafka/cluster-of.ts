import type { Cluster, Kafka as KafkaJs } from 'kafkajs'
import { kafkajs } from './kafkajs.ts'

/**
 * A connection of kafkajs' own kind, for what neither its admin nor its consumers offer; not connected yet. It makes one with every consumer,
 * and shows it to the consumer's assigner. Whether it sees uncommitted records is up to the caller.
 */
export const clusterOf = (client: KafkaJs, { readUncommitted }: { readonly readUncommitted: boolean }): Cluster => {
  let cluster: Cluster | undefined
  client.consumer({
    groupId: 'none',
    readUncommitted,
    partitionAssigners: [
      (config) => {
        cluster = config.cluster
        return kafkajs.PartitionAssigners.roundRobin(config)
      },
    ],
  })
  if (cluster === undefined) throw new Error('kafkajs has not made use of the assigner')
  return cluster
}
