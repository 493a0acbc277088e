import { expect, test } from 'vitest'
import { checkFuzzers } from './fuzzers.ts'

const told = 'seed 1, 300 requests in 1.0 s: 200 × 62, 400 × 238'

test('the fuzzers passed: what they did is told', () => {
  expect(checkFuzzers(`\n${told}\nhonest traffic: …\n ✓ fuzz.test.ts\n`, 0)).toEqual({ state: 'ok', summary: told, lines: [] })
})

test('they failed, were ended, or did nothing at all: failed, with the last they said', () => {
  for (const [output, code] of [
    [`${told}\nAssertionError: undocumented`, 1],
    [told, null],
    ['No test files found', 0],
  ] as const) {
    const { state, lines } = checkFuzzers(output, code)
    expect(state).toBe('failed')
    expect(lines).toEqual(output.split('\n'))
  }
})
