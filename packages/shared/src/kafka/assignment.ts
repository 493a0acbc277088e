import { fairShares } from './fair-shares.ts'

/** Partitions by topic. */
export type Partitions = Readonly<Record<string, readonly number[]>>

/** A member of a consumer group, and what it says it has. */
export interface Claimant {
  readonly member: string
  readonly topics: readonly string[]
  readonly owned: Partitions
  /** When it was given that, in epoch milliseconds: of two who claim a partition, the later is right. 0 when it has left the group since. */
  readonly ownedSince: number
}

/**
 * Shares every partition of every topic among the members that read the topic, evenly per topic and together, and moves
 * as few as that allows. Depends on nothing but its arguments, not even their order.
 */
export const assignPartitions = (
  claimants: readonly Claimant[],
  partitionsOf: Readonly<Record<string, readonly number[]>>,
): ReadonlyMap<string, Partitions> => {
  const members = claimants.toSorted((a, b) => (a.member < b.member ? -1 : 1))
  const assigned = new Map<string, Record<string, readonly number[]>>(members.map(({ member }) => [member, {}]))
  // During a change of configuration members differ in what they read: topics with the same readers are shared out together.
  const byReaders = Map.groupBy(Object.keys(partitionsOf).toSorted(), (topic) =>
    members.flatMap((each) => (each.topics.includes(topic) ? [each.member] : [])).join('\n'),
  )
  for (const [readers, topics] of byReaders) {
    if (readers === '') continue
    const names = readers.split('\n')
    const holders = topics.map((topic) =>
      holdersOf(
        topic,
        partitionsOf[topic] ?? [],
        members.filter(({ member }) => names.includes(member)),
      ),
    )
    const shares = fairShares(
      names,
      topics.map((topic, index) => ({ partitions: partitionsOf[topic]?.length ?? 0, held: countBy(holders[index] ?? new Map()) })),
    )
    for (const [index, topic] of topics.entries()) {
      const shared = shareOut(partitionsOf[topic] ?? [], holders[index] ?? new Map(), shares[index] ?? new Map())
      for (const [member, partitions] of shared) Object.assign(assigned.get(member) ?? {}, { [topic]: partitions })
    }
  }
  return assigned
}

/** Who has each partition of a topic. */
const holdersOf = (topic: string, partitions: readonly number[], members: readonly Claimant[]): ReadonlyMap<number, string> => {
  const holders = new Map<number, Claimant>()
  for (const claimant of members)
    for (const partition of claimant.owned[topic] ?? [])
      if (partitions.includes(partition) && claimant.ownedSince >= (holders.get(partition)?.ownedSince ?? 0))
        holders.set(partition, claimant)
  return new Map([...holders].map(([partition, { member }]) => [partition, member]))
}

const countBy = (holders: ReadonlyMap<number, string>): ReadonlyMap<string, number> =>
  new Map([...Map.groupBy(holders.values(), (member) => member)].map(([member, each]) => [member, each.length]))

/** Everybody keeps what it holds, up to its share; what is left over goes to those that have less. */
const shareOut = (
  partitions: readonly number[],
  holders: ReadonlyMap<number, string>,
  shares: ReadonlyMap<string, number>,
): ReadonlyMap<string, readonly number[]> => {
  const given = new Map([...shares.keys()].map((member) => [member, [] as number[]]))
  const hasRoom = (member: string) => (given.get(member)?.length ?? 0) < (shares.get(member) ?? 0)
  const sorted = partitions.toSorted((a, b) => a - b)
  const free = sorted.filter((partition) => {
    const holder = holders.get(partition)
    if (holder === undefined || !hasRoom(holder)) return true
    given.get(holder)?.push(partition)
    return false
  })
  for (const [member, share] of shares) given.get(member)?.push(...free.splice(0, share - (given.get(member)?.length ?? 0)))
  return new Map([...given].flatMap(([member, each]) => (each.length === 0 ? [] : [[member, each.toSorted((a, b) => a - b)]])))
}
