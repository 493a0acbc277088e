import { kafkajs, createClient } from '../kafkajs.ts'
import type { Partitions } from '../assignment.ts'
import { quiet } from './cluster.ts'

/** Who has which partitions of a group, by member id, as the coordinator sees it. */
export type Assignments = ReadonlyMap<string, Partitions>

/** Asks the coordinator. Not settled: undefined. */
export interface GroupView extends AsyncDisposable {
  assignments(): Promise<Assignments | undefined>
}

export const viewGroup = async (brokers: readonly string[], group: string): Promise<GroupView> => {
  const admin = createClient({ brokers, clientId: 'view', log: quiet }).admin()
  await admin.connect()
  return {
    async assignments() {
      const { groups } = await admin.describeGroups([group])
      const [described] = groups
      if (described?.state !== 'Stable') return undefined
      return new Map(
        described.members.map(({ memberId, memberAssignment }) => [
          memberId,
          kafkajs.AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment ?? {},
        ]),
      )
    },
    [Symbol.asyncDispose]: () => admin.disconnect(),
  }
}

/** How many partitions another member has afterwards. */
export const moved = (before: Assignments, after: Assignments): number =>
  [...after].reduce((sum, [member, assigned]) => {
    const had = before.get(member) ?? {}
    const gained = Object.entries(assigned).flatMap(([topic, partitions]) =>
      partitions.filter((each) => had[topic]?.includes(each) !== true),
    )
    return sum + gained.length
  }, 0)
