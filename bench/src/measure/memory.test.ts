import { expect, test } from 'vitest'
import { readMemory, together } from './memory.ts'

const rollup = `5614a3b4c000-7ffc8a9fe000 ---p 00000000 00:00 0                          [rollup]
Rss:              118784 kB
Pss:               68608 kB
Shared_Clean:      54272 kB
Shared_Dirty:          0 kB
Private_Clean:       512 kB
Private_Dirty:     64000 kB
`

test('reads what a process has, and what it has alone', () => {
  expect(readMemory(rollup)).toEqual({ resident: 118_784 * 1_024, own: 64_512 * 1_024 })
})

test('counts once what processes share', () => {
  expect(together([])).toBe(0)
  expect(together([{ resident: 120, own: 70 }])).toBe(120)
  expect(
    together([
      { resident: 120, own: 70 },
      { resident: 130, own: 75 },
    ]),
  ).toBe(200)
})
