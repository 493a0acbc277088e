import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fingerprint } from './fingerprint.ts'

const scalar = fc.oneof(
  fc.constantFrom('', ';', ':', '1:', '[', ']', 'null', 'null;', '0'),
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
)
const parts = fc.array(fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })), { maxLength: 4 })

test('is equal for equal parts only', () => {
  fc.assert(
    fc.property(parts, parts, (these, those) => {
      expect(fingerprint(...these) === fingerprint(...those)).toBe(JSON.stringify(these) === JSON.stringify(those))
    }),
    { numRuns: 2_000 },
  )
})

type Parts = readonly (string | number | null | readonly string[])[]
const alike: readonly (readonly [Parts, Parts])[] = [
  [
    ['ab', 'c'],
    ['a', 'bc'],
  ],
  [['a', ''], ['a']],
  [[1], ['1']],
  [[12], [1, 2]],
  [[null], ['null']],
  [[['a', 'b']], ['a', 'b']],
  [[['a'], 'b'], [['a', 'b']]],
  [['1:a'], ['1', 'a']],
]
test.each(alike.map(([these, those]) => ({ these, those })))('tells $these and $those apart', ({ these, those }) => {
  expect(fingerprint(...these)).not.toBe(fingerprint(...those))
})
