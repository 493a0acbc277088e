import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { longestChain, type Anchors } from './anchors.ts'

type Place = readonly [a: number, b: number]

const anchorsOf = (places: readonly Place[]): Anchors => ({
  count: places.length,
  a: Int32Array.from(places, ([a]) => a),
  b: Int32Array.from(places, ([, b]) => b),
})

/** By definition, quadratic: the most anchors that go forward in both. */
const longest = (places: readonly Place[]): number => {
  const lengths: number[] = []
  for (const [a, b] of places)
    lengths.push(1 + Math.max(0, ...places.slice(0, lengths.length).map(([p, q], index) => (p < a && q < b ? (lengths[index] ?? 0) : 0))))
  return Math.max(0, ...lengths)
}

test('the longest chain goes forward in both, and no other is longer', () => {
  const place = fc.tuple(fc.nat({ max: 12 }), fc.nat({ max: 12 }))
  fc.assert(
    fc.property(fc.uniqueArray(place, { selector: String }), (unordered) => {
      const places = unordered.toSorted(([p, q], [a, b]) => p - a || q - b)
      const chain = longestChain(anchorsOf(places))
      const goesForward = [...chain.a].every(
        (a, index) => index === 0 || (a > (chain.a[index - 1] ?? 0) && (chain.b[index] ?? 0) > (chain.b[index - 1] ?? 0)),
      )
      return goesForward && chain.count === longest(places)
    }),
  )
  expect(longestChain(anchorsOf([])).count).toBe(0)
})
