/** What a member holds of a topic at present, and what it may keep or get. */
export type Shares = ReadonlyMap<string, number>

export interface TopicHoldings {
  readonly partitions: number
  /** Partitions of the topic that each member holds; members that hold none may be missing. */
  readonly held: Shares
}

/**
 * How many partitions of each topic every member gets. Each topic is shared evenly (shares differ by one at most), and so
 * are all topics together; among all such ways, one that leaves most partitions where they are.
 *
 * What divides evenly is everybody's. The remainders are `seats`: so many per topic, at most one per member and topic, and
 * evenly many per member. A seat that goes to a member which holds more than its even part saves a move, so the seats are
 * a flow of least cost from topics to members.
 */
export const fairShares = (members: readonly string[], topics: readonly TopicHoldings[]): readonly Shares[] => {
  const evenly = topics.map(({ partitions }) => Math.floor(partitions / members.length))
  const seats = topics.map(({ partitions }) => partitions % members.length)
  const saves = topics.map(({ held }, topic) => members.map((member) => (held.get(member) ?? 0) > (evenly[topic] ?? 0)))
  const seated = seatMembers(members.length, seats, saves)
  return topics.map(
    (_, topic) => new Map(members.map((member, index) => [member, (evenly[topic] ?? 0) + (seated[topic]?.has(index) ? 1 : 0)])),
  )
}

/** Seats one after the other, each along the cheapest path: a seat may move a seated member on to a topic it likes as much. */
const seatMembers = (members: number, seats: readonly number[], saves: readonly (readonly boolean[])[]): readonly ReadonlySet<number>[] => {
  const seated = seats.map(() => new Set<number>())
  const total = seats.reduce((sum, count) => sum + count, 0)
  const everybody = Math.floor(total / members)
  const taken = Array.from({ length: members }, () => 0)
  const left = [...seats]
  for (let seat = 0; seat < total; seat++) {
    const path = cheapestPath({ members, left, seated, saves, taken, everybody })
    for (const { topic, member, leaves } of path) {
      if (leaves) seated[topic]?.delete(member)
      else seated[topic]?.add(member)
    }
    const [first, last] = [path[0], path.at(-1)]
    if (first === undefined || last === undefined) throw new Error('partitions cannot be shared fairly: this is a fault of the assignment')
    left[first.topic] = (left[first.topic] ?? 0) - 1
    taken[last.member] = (taken[last.member] ?? 0) + 1
  }
  return seated
}

interface Step {
  readonly topic: number
  readonly member: number
  /** The member gives its seat at the topic up, so that another may have it. */
  readonly leaves: boolean
}

interface Seating {
  readonly members: number
  /** Seats of each topic that are still free. */
  readonly left: readonly number[]
  readonly seated: readonly ReadonlySet<number>[]
  readonly saves: readonly (readonly boolean[])[]
  /** Seats that each member has. */
  readonly taken: readonly number[]
  /** Seats that each member must have; some have one more. */
  readonly everybody: number
}

/** Worth more than all moves together: nobody gets a second helping before everybody had the first. */
const mustHave = 1_000_000

/** Bellman and Ford's: from any topic with a free seat to any member that may have one more. Empty when there is none. */
const cheapestPath = ({ members, left, seated, saves, taken, everybody }: Seating): readonly Step[] => {
  const toTopic = left.map((free) => (free > 0 ? { cost: 0, path: [] as readonly Step[] } : undefined))
  const toMember: ({ readonly cost: number; readonly path: readonly Step[] } | undefined)[] = Array.from({ length: members })
  for (let changed = true; changed;) {
    changed = false
    for (const [topic, reached] of toTopic.entries())
      for (let member = 0; member < members; member++) {
        const price = saves[topic]?.[member] === true ? -1 : 0
        const from = toMember[member]
        if (seated[topic]?.has(member) === true) {
          if (from === undefined || from.cost - price >= (toTopic[topic]?.cost ?? Infinity)) continue
          toTopic[topic] = { cost: from.cost - price, path: [...from.path, { topic, member, leaves: true }] }
        } else {
          if (reached === undefined || reached.cost + price >= (from?.cost ?? Infinity)) continue
          toMember[member] = { cost: reached.cost + price, path: [...reached.path, { topic, member, leaves: false }] }
        }
        changed = true
      }
  }
  const ends = toMember.flatMap((reached, member) => {
    const has = taken[member] ?? 0
    if (reached === undefined || has > everybody) return []
    return [{ path: reached.path, cost: reached.cost - (has < everybody ? mustHave : 0) }]
  })
  return ends.toSorted((a, b) => a.cost - b.cost)[0]?.path ?? []
}
