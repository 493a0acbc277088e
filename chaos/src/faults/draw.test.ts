import { createRandom } from '@hansard/simulator/meeting/random'
import { expect, test } from 'vitest'
import { createDraw } from './draw.ts'
import type { FaultKind } from './fault.ts'

const kindOf = (name: string): FaultKind => ({
  name,
  broker: false,
  disturbs: 'none',
  strike: async () => ({ detail: '', since: 0 }),
})
const names = ['a', 'b', 'c']
// Each stands in twice, as those of brokers and dependencies do.
const kinds = [...names, ...names].map(kindOf)
const drawn = (seed: string, size: number, times: number) => {
  const draw = createDraw(kinds, createRandom(seed))
  return Array.from({ length: times }, () => draw(size).map(({ name }) => name))
}

test('faults at one time are of different kinds, whatever the seed: two restarts of one thing would start it twice', () => {
  for (let seed = 0; seed < 200; seed++) for (const [first, second] of drawn(String(seed), 2, 30)) expect(first).not.toBe(second)
})

test('alone or two at a time, each comes as often as it stands in', () => {
  for (const [size, times] of [
    [1, 60],
    [2, 30],
  ] as const) {
    const all = drawn('seed', size, times).flat()
    expect(names.map((name) => all.filter((each) => each === name).length)).toEqual([20, 20, 20])
  }
})

test('the same seed draws the same', () => {
  expect(drawn('seed', 2, 30)).toEqual(drawn('seed', 2, 30))
  expect(drawn('seed', 2, 30)).not.toEqual(drawn('other', 2, 30))
})
