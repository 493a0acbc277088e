import { expect, test } from 'vitest'
import { spoken } from './duration.ts'

test.each([
  [0, '0 s'],
  [999, '0 s'],
  [45_900, '45 s'],
  [60_000, '1 min'],
  [11_100_000, '3 h 5 min'],
  [86_399_000, '23 h 59 min'],
  [172_800_000, '2 d'],
  [180_059_000, '2 d 2 h'],
])('%i ms are %s', (milliseconds, text) => {
  expect(spoken(milliseconds)).toBe(text)
})
