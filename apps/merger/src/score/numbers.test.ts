import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { median } from './numbers.ts'

const byDefinition = (values: readonly number[]): number => {
  const sorted = values.toSorted((x, y) => x - y)
  const middle = sorted.length >> 1
  const [lower = 0, upper = 0] = [sorted[sorted.length % 2 === 1 ? middle : middle - 1], sorted[middle]]
  return sorted.length === 0 ? 0 : (lower + upper) / 2
}

test('the median is the middle value, or between the two in the middle', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 50 })), (values) => {
      expect(median(values)).toBe(byDefinition(values))
    }),
  )
})

test('the median of values that make a quickselect slow comes as soon as a sort would', () => {
  const count = 200_000
  // The largest is always in the middle of what is left: each round would rule out one value.
  const values = new Float64Array(count)
  const places = Array.from({ length: count }, (_, place) => place)
  for (let left = count - 1; left > 0; left--) {
    const middle = left >> 1
    values[places[middle] as number] = left
    places[middle] = places[left] as number
  }
  const begin = process.cpuUsage()
  expect(median(values)).toBe((count - 1) / 2)
  expect(process.cpuUsage(begin).user / 1_000).toBeLessThan(2_000)
})

test('the median leaves what it is given as it is', () => {
  const values = Float64Array.of(3, 1, 2)
  median(values)
  expect([...values]).toEqual([3, 1, 2])
})
