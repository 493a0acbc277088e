import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { assignPartitions, type Claimant, type Partitions } from './assignment.ts'

const range = (count: number) => Array.from({ length: count }, (_, index) => index)
const topicsOf = (counts: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(counts).map(([topic, count]) => [topic, range(count)]))
const member = (name: string, topics: readonly string[], owned: Partitions = {}, ownedSince = 1): Claimant => ({
  member: name,
  topics,
  owned,
  ownedSince,
})
const flat = (assigned: Partitions) =>
  Object.entries(assigned).flatMap(([topic, partitions]) => partitions.map((each) => `${topic}/${each}`))
const movedBetween = (before: ReadonlyMap<string, Partitions>, after: ReadonlyMap<string, Partitions>) =>
  [...after].flatMap(([name, assigned]) => {
    const had = new Set(flat(before.get(name) ?? {}))
    return flat(assigned).filter((each) => !had.has(each))
  })
/** The next assignment, of members that have kept what the last one gave them. */
const next = (names: readonly string[], counts: Readonly<Record<string, number>>, before: ReadonlyMap<string, Partitions> = new Map()) =>
  assignPartitions(
    names.map((name) => member(name, Object.keys(counts), before.get(name))),
    topicsOf(counts),
  )

test('from 3 to 4 members and back, 12 partitions: three move, the fewest there can be', () => {
  const three = next(['a', 'b', 'c'], { input: 12 })
  const four = next(['a', 'b', 'c', 'd'], { input: 12 }, three)
  expect(movedBetween(three, four)).toHaveLength(3)
  expect(flat(four.get('d') ?? {})).toHaveLength(3)
  const back = next(['a', 'b', 'c'], { input: 12 }, four)
  expect(movedBetween(four, back)).toHaveLength(3)
})

test('shares each topic evenly, so that nobody has all of the input and another only idle retries', () => {
  const assigned = next(['a', 'b', 'c'], { input: 12, 'retry.60s': 12, 'retry.120s': 12 })
  for (const each of assigned.values()) expect(Object.values(each).map((partitions) => partitions.length)).toEqual([4, 4, 4])
})

test('what remains of each topic goes round, so that the topics together are shared evenly too', () => {
  const four = next(
    ['a', 'b', 'c', 'd'],
    { input: 3, 'retry.60s': 3, 'retry.120s': 3, 'retry.240s': 3, 'retry.480s': 3 },
    next(['a', 'b', 'c'], { input: 3, 'retry.60s': 3, 'retry.120s': 3, 'retry.240s': 3, 'retry.480s': 3 }),
  )
  expect([...four.values()].map((each) => flat(each).length).toSorted((a, b) => a - b)).toEqual([3, 4, 4, 4])
})

test('of two that claim a partition, the one that was given it later has it', () => {
  const claimants = [member('a', ['input'], { input: [0] }, 1), member('b', ['input'], { input: [0] }, 2)]
  expect(assignPartitions(claimants, topicsOf({ input: 2 })).get('b')).toEqual({ input: [0] })
})

test('one that was thrown out and is back keeps what nobody else was given since, and only that', () => {
  const claimants = [member('back', ['input'], { input: [0, 1] }, 0), member('stayed', ['input'], { input: [1] }, 1)]
  expect(assignPartitions(claimants, topicsOf({ input: 2 }))).toEqual(
    new Map([
      ['back', { input: [0] }],
      ['stayed', { input: [1] }],
    ]),
  )
})

test('gives a topic to those that read it, also when that is not everybody', () => {
  const claimants = [member('old', ['input', 'retry.60s']), member('new', ['input', 'retry.30s'])]
  const assigned = assignPartitions(claimants, topicsOf({ input: 4, 'retry.60s': 2, 'retry.30s': 2 }))
  expect(assigned.get('old')).toEqual({ input: expect.any(Array), 'retry.60s': [0, 1] })
  expect(assigned.get('new')).toEqual({ input: expect.any(Array), 'retry.30s': [0, 1] })
  expect(assigned.get('old')?.['input']).toHaveLength(2)
})

const counts = fc.dictionary(fc.constantFrom('input', 'commands', 'retry.60s', 'retry.120s'), fc.integer({ min: 1, max: 13 }), {
  minKeys: 1,
})
const names = (most: number) => fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), { minLength: 1, maxLength: most })
/** Groups that have lived: any claims, contradictory and outdated ones as well. */
const claimantsOf = (topics: readonly string[], most: number) =>
  names(most).chain((members) =>
    fc.tuple(
      ...members.map((name) =>
        fc.record({
          member: fc.constant(name),
          topics: fc.constant(topics),
          owned: fc.dictionary(fc.constantFrom(...topics, 'gone'), fc.uniqueArray(fc.nat(14))),
          ownedSince: fc.nat(3),
        }),
      ),
    ),
  )

const situation = (mostMembers: number) =>
  counts.chain((topics) => fc.record({ counts: fc.constant(topics), claimants: claimantsOf(Object.keys(topics), mostMembers) }))

test('every partition has one owner, and shares differ by one at most, per topic and together', () => {
  fc.assert(
    fc.property(situation(8), (given) => {
      const assigned = assignPartitions(given.claimants, topicsOf(given.counts))
      expect([...assigned.values()].flatMap(flat).toSorted()).toEqual(flat(topicsOf(given.counts)).toSorted())
      const spread = (sizes: readonly number[]) => Math.max(...sizes) - Math.min(...sizes)
      for (const topic of Object.keys(given.counts))
        expect(spread([...assigned.values()].map((each) => each[topic]?.length ?? 0))).toBeLessThanOrEqual(1)
      expect(spread([...assigned.values()].map((each) => flat(each).length))).toBeLessThanOrEqual(1)
    }),
  )
})

test('the order in which members are listed changes nothing, and a second assignment moves nothing', () => {
  fc.assert(
    fc.property(situation(8), (given) => {
      const assigned = assignPartitions(given.claimants, topicsOf(given.counts))
      expect(assignPartitions(given.claimants.toReversed(), topicsOf(given.counts))).toEqual(assigned)
      const settled = given.claimants.map((each) => ({ ...each, owned: assigned.get(each.member) ?? {}, ownedSince: 9 }))
      expect(assignPartitions(settled, topicsOf(given.counts))).toEqual(assigned)
    }),
  )
})

/** Fewest moves over all ways of sharing fairly, by trying each. */
const fewestMoves = (held: readonly (readonly number[])[], partitions: readonly number[], members: number): number => {
  const seats = partitions.flatMap((count, topic) => Array.from({ length: count % members }, () => topic))
  const extra = Math.floor(seats.length / members)
  let best = Infinity
  const place = (index: number, got: readonly (readonly number[])[]) => {
    if (got.some((topics) => topics.length > extra + 1)) return
    const topic = seats[index]
    if (topic === undefined) {
      if (got.some((topics) => topics.length < extra)) return
      const kept = held.map((perTopic, each) =>
        perTopic.reduce(
          (sum, count, of) => sum + Math.min(count, Math.floor((partitions[of] ?? 0) / members) + (got[each]?.includes(of) ? 1 : 0)),
          0,
        ),
      )
      best = Math.min(best, partitions.reduce((sum, count) => sum + count, 0) - kept.reduce((sum, count) => sum + count, 0))
      return
    }
    for (let each = 0; each < members; each++)
      if (got[each]?.includes(topic) !== true) place(index + 1, got.with(each, [...(got[each] ?? []), topic]))
  }
  place(
    0,
    Array.from({ length: members }, () => []),
  )
  return best
}

test('moves as few as fair shares allow', () => {
  const small = fc.record({
    members: fc.integer({ min: 1, max: 4 }),
    // Who holds each partition of each topic; 4: nobody.
    holders: fc.array(fc.array(fc.nat(4), { minLength: 1, maxLength: 7 }), { minLength: 1, maxLength: 3 }),
  })
  fc.assert(
    fc.property(small, ({ members, holders }) => {
      const topics = holders.map((_, topic) => `topic-${topic}`)
      const ownedBy = (each: number): Partitions =>
        Object.fromEntries(
          holders.map((ofTopic, topic) => [`topic-${topic}`, ofTopic.flatMap((holder, index) => (holder === each ? [index] : []))]),
        )
      const before = new Map(range(members).map((each) => [`member-${each}`, ownedBy(each)]))
      const after = assignPartitions(
        [...before].map(([name, owned]) => member(name, topics, owned)),
        Object.fromEntries(holders.map((ofTopic, topic) => [`topic-${topic}`, range(ofTopic.length)])),
      )
      const held = range(members).map((each) => holders.map((ofTopic) => ofTopic.filter((holder) => holder === each).length))
      expect(movedBetween(before, after)).toHaveLength(
        fewestMoves(
          held,
          holders.map(({ length }) => length),
          members,
        ),
      )
    }),
    { numRuns: 300 },
  )
})
