import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Profile } from '../score/profile.ts'
import { prepare } from '../score/profile.ts'
import { transcriptOf } from '../test/sample-meeting.ts'
import { pairKey, type Pair } from './pairs.ts'
import { partition } from './partition.ts'

const minute = 60_000

/** A transcript that was on from one minute to another. */
const profile = (id: string, platform: string, [from, to]: readonly [number, number], rest: Partial<Profile> = {}): Profile => ({
  ...prepare(transcriptOf({ platform, externalId: id })).profile,
  transcriptId: id,
  startsAt: from * minute,
  endsAt: to * minute,
  ...rest,
})
const pair = (a: string, b: string, score: number): Pair => ({ a, b, score, joins: score > 0.9 })
const byId = (...profiles: readonly Profile[]) => new Map(profiles.map((each) => [each.transcriptId, each]))
const none: ReadonlySet<string> = new Set()

test('transcripts found alike are of one meeting, also through a third', () => {
  const profiles = byId(
    profile('a', 'zoom', [0, 30]),
    profile('b', 'otter', [0, 30]),
    profile('c', 'fireflies', [0, 30]),
    profile('d', 'teams', [0, 30]),
  )
  expect(partition(profiles, [pair('a', 'b', 0.95), pair('b', 'c', 0.97), pair('a', 'c', 0.7)], none)).toEqual([['a', 'b', 'c'], ['d']])
})

test('a third does not bring together two that heard the same time and nothing alike: the surer link wins', () => {
  const profiles = byId(profile('a', 'zoom', [0, 30]), profile('b', 'otter', [0, 30]), profile('c', 'fireflies', [0, 30]))
  expect(partition(profiles, [pair('a', 'b', 0.95), pair('b', 'c', 0.97)], none)).toEqual([['a'], ['b', 'c']])
})

test('one recorder left running over two meetings does not join them, unless a person, title or room is of both', () => {
  const through = (rest: Partial<Profile>) =>
    partition(
      byId(profile('a', 'zoom', [0, 30], rest), profile('b', 'otter', [0, 60]), profile('c', 'fireflies', [30, 60], rest)),
      [pair('a', 'b', 0.99), pair('b', 'c', 0.98)],
      none,
    )
  expect(through({})).toEqual([['a', 'b'], ['c']])
  expect(through({ title: 'Budget 2027' })).toEqual([['a', 'b', 'c']])
})

test('two transcripts of one platform are not brought together by a third', () => {
  const room = { rooms: ['84512007731'] }
  const profiles = byId(profile('a', 'zoom', [0, 30], room), profile('b', 'otter', [0, 60], room), profile('c', 'zoom', [30, 60], room))
  expect(partition(profiles, [pair('a', 'b', 0.99), pair('b', 'c', 0.98)], none)).toEqual([['a', 'b'], ['c']])
})

test('any pairs and separations: nobody lost, the separated apart, the order of no account', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f']
  const couple = fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)).filter(([x, y]) => x < y)
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(couple, fc.double({ min: 0.5, max: 1, noNaN: true })), { selector: ([names]) => names.join() }),
      fc.array(couple),
      fc.array(fc.constantFrom('zoom', 'otter', 'fireflies', 'teams'), { minLength: 6, maxLength: 6 }),
      (scored, separated, platforms) => {
        const profiles = ids.map((id, index) => profile(id, platforms[index] ?? '', [0, 30]))
        const pairs = scored.map(([[a, b], score]) => pair(a, b, score))
        const keys = new Set(separated.map(([a, b]) => pairKey(a, b)))
        const groups = partition(byId(...profiles), pairs, keys)
        expect(groups.flat().toSorted()).toEqual(ids)
        for (const group of groups) for (const x of group) for (const y of group) expect(x < y && keys.has(pairKey(x, y))).toBe(false)
        expect(partition(byId(...profiles.toReversed()), pairs.toReversed(), keys)).toEqual(groups)
      },
    ),
  )
})
