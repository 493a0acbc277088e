import { expect, test } from 'vitest'
import { quantile, slopeOf, spreadOf } from './spread.ts'

test('the median of an odd count is the middle run, of an even count the mean of the middle two', () => {
  expect(spreadOf([9, 1, 5])).toEqual({ median: 5, least: 1, most: 9 })
  expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, least: 1, most: 4 })
})

test('there is no median of nothing', () => {
  expect(() => spreadOf([])).toThrow(RangeError)
})

test('a quantile is a value that was measured', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect([0.5, 0.95, 0.99, 1].map((share) => quantile(values, share))).toEqual([50, 95, 99, 100])
  expect(quantile([7], 0.5)).toBe(7)
  expect(quantile([], 0.5)).toBeNaN()
})

test('the slope of a straight line is its own, whatever lies before it', () => {
  expect(slopeOf([3, 5, 9].map((x) => [x, 40 + 2.5 * x]))).toBeCloseTo(2.5)
})
