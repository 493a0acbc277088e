import { expect, test } from 'vitest'
import { duplicated, everyOrder, outOfOrder } from './orders.ts'

test('three things can come in six orders', () => {
  expect(everyOrder(['a', 'b', 'c']).map((order) => order.join(''))).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba'])
})

test('another order loses nothing and is repeatable', () => {
  const items = Array.from({ length: 20 }, (_, index) => index)
  expect(outOfOrder(items, 's')).not.toEqual(items)
  expect(outOfOrder(items, 's')).toEqual(outOfOrder(items, 's'))
  expect(outOfOrder(items, 's').toSorted((first, second) => first - second)).toEqual(items)
})

test('duplicates come as often as asked', () => {
  const sent = duplicated(['a', 'b'], 3, 's')
  expect(sent.toSorted()).toEqual(['a', 'a', 'a', 'b', 'b', 'b'])
})
