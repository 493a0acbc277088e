import { expect, test } from 'vitest'
import { setByUse } from './by-use.ts'

test('beyond the bound the key goes that was set longest ago, and is given back', () => {
  const map = new Map<string, number>()
  expect(setByUse(map, 'a', 1, 2)).toBeUndefined()
  expect(setByUse(map, 'b', 2, 2)).toBeUndefined()
  expect(setByUse(map, 'a', 3, 2)).toBeUndefined()
  expect(setByUse(map, 'c', 4, 2)).toEqual(['b', 2])
  expect([...map]).toEqual([
    ['a', 3],
    ['c', 4],
  ])
})
