import type { PartitionAssigner } from 'kafkajs'
import { z } from 'zod'
import { assignPartitions, type Claimant, type Partitions } from './assignment.ts'
import { kafkajs } from './kafkajs.ts'

/** What a consumer has at present, and as which member it was given that. */
export interface Holding {
  readonly memberId: string
  readonly owned: Partitions
  /** Epoch milliseconds. */
  readonly since: number
}

const Holding = z.object({ memberId: z.string(), owned: z.record(z.string(), z.array(z.number())), since: z.number() })
const nothing: Holding = { memberId: '', owned: {}, since: 0 }

/**
 * kafkajs' own assigner deals partitions out anew at every change of the group, and nearly all of them move. With this one
 * every member says what it has, and keeps it as far as fair shares allow.
 */
export const stickyAssigner =
  (holding: () => Holding | undefined): PartitionAssigner =>
  ({ cluster }) => ({
    name: 'hansard-sticky',
    version: 1,
    protocol({ topics }) {
      const userData = Buffer.from(JSON.stringify(holding() ?? nothing))
      return { name: this.name, metadata: kafkajs.AssignerProtocol.MemberMetadata.encode({ version: this.version, topics, userData }) }
    },
    async assign({ members }) {
      const claimants = members.map(({ memberId, memberMetadata }) => claimantOf(memberId, memberMetadata))
      const topics = [...new Set(claimants.flatMap((claimant) => claimant.topics))]
      await cluster.addMultipleTargetTopics(topics)
      const partitionsOf = Object.fromEntries(
        topics.map((topic) => [topic, cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId)]),
      )
      return [...assignPartitions(claimants, partitionsOf)].map(([memberId, assigned]) => ({
        memberId,
        memberAssignment: kafkajs.AssignerProtocol.MemberAssignment.encode({
          version: this.version,
          assignment: Object.fromEntries(Object.entries(assigned).map(([topic, partitions]) => [topic, [...partitions]])),
          userData: Buffer.alloc(0),
        }),
      }))
    },
  })

const claimantOf = (member: string, metadata: Buffer): Claimant => {
  const decoded = kafkajs.AssignerProtocol.MemberMetadata.decode(metadata)
  const { memberId, owned, since } = holdingOf(decoded?.userData)
  // Who was thrown out of the group and comes back under a new id may have been followed by somebody else.
  return { member, topics: decoded?.topics ?? [], owned, ownedSince: memberId === member ? since : 0 }
}

const holdingOf = (userData: Buffer | undefined): Holding => {
  try {
    return Holding.parse(JSON.parse(String(userData)))
  } catch {
    return nothing
  }
}
