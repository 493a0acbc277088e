import type { Lane } from './lane.ts'
import type { Partitions } from './assignment.ts'

/** The lanes of the partitions that a consumer has at present. */
export interface Lanes {
  of(topic: string, partition: number): Lane | undefined
  /** Keeps those of the partitions that stay, gives up those of the others, and makes new ones; tells which are new. */
  assign(owned: Partitions): readonly { readonly topic: string; readonly partition: number; readonly lane: Lane }[]
  /** A new one in the place of one whose records no longer fit: what it has in hand is thrown away. */
  renew(topic: string, partition: number): Lane
  /** Lets every batch in hand finish, and no other begin. */
  finish(): Promise<void>
}

export const createLanes = (create: (topic: string, partition: number) => Lane): Lanes => {
  const lanes = new Map<string, Lane>()
  const leaving = new Set<Promise<void>>()

  const nameOf = (topic: string, partition: number) => `${topic}/${partition}`
  const lose = (name: string) => {
    const left = lanes.get(name)?.lose()
    lanes.delete(name)
    if (left === undefined) return
    leaving.add(left)
    void left.finally(() => leaving.delete(left))
  }
  const renew = (topic: string, partition: number) => {
    const name = nameOf(topic, partition)
    lose(name)
    const lane = create(topic, partition)
    lanes.set(name, lane)
    return lane
  }
  return {
    of: (topic, partition) => lanes.get(nameOf(topic, partition)),
    assign(owned) {
      const all = Object.entries(owned).flatMap(([topic, partitions]) => partitions.map((partition) => ({ topic, partition })))
      const names = new Set(all.map(({ topic, partition }) => nameOf(topic, partition)))
      for (const name of lanes.keys()) if (!names.has(name)) lose(name)
      return all.flatMap(({ topic, partition }) =>
        lanes.has(nameOf(topic, partition)) ? [] : [{ topic, partition, lane: renew(topic, partition) }],
      )
    },
    renew,
    async finish() {
      await Promise.all([...lanes.values()].map((lane) => lane.finish()))
      await Promise.all(leaving)
    },
  }
}
