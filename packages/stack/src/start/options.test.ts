import { expect, test } from 'vitest'
import { SetupError } from '../setup-error.ts'
import { helpText, readOptions } from './options.ts'

test('everything is off unless asked for', () => {
  expect(readOptions([])).toEqual({ once: false, fresh: false, help: false })
  expect(readOptions(['--once', '--fresh'])).toEqual({ once: true, fresh: true, help: false })
})

test('what it does not know is refused with the help', () => {
  expect(() => readOptions(['--onse'])).toThrow(SetupError)
  expect(() => readOptions(['--onse'])).toThrow(/does not know --onse[\s\S]*--once/)
})

test('the help fits a terminal of 88 columns', () => {
  expect(Math.max(...helpText.split('\n').map((line) => line.length))).toBeLessThanOrEqual(88)
})
