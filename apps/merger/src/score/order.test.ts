import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { orderOf } from './order.ts'

const keys = fc.uint32Array().chain((any) =>
  fc.constantFrom(
    any,
    any.map((key) => key % 3),
    any.map((key) => (key >>> 21) << 21),
  ),
)

test('keys in their order are sorted, and equal ones stay as they were', () => {
  fc.assert(
    fc.property(keys, (given) => {
      const sorted = [...given.keys()].toSorted((x, y) => (given[x] ?? 0) - (given[y] ?? 0) || x - y)
      expect([...orderOf(given)]).toEqual(sorted)
    }),
  )
})

test('what was in order by another key stays so where keys are equal', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 5 }))), (pairs) => {
      const [first, second] = [Uint32Array.from(pairs, ([a]) => a), Uint32Array.from(pairs, ([, b]) => b)]
      const order = orderOf(first, orderOf(second))
      expect([...order].map((index) => pairs[index])).toEqual(pairs.toSorted(([a, b], [c, d]) => a - c || b - d))
    }),
  )
})
