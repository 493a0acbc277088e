import { platformConfig } from '@hansard/platforms/platforms'
import { outgoingConfig } from '@hansard/shared/http/outgoing-config'
import { expect, test } from 'vitest'
import { SetupError } from '../setup-error.ts'
import { helpText, readOptions } from './options.ts'

test('nothing but the sample is on unless asked for', () => {
  expect(readOptions([])).toEqual({ once: false, sample: true, fresh: false, help: false })
  expect(readOptions(['--once', '--fresh', '--no-sample'])).toEqual({ once: true, sample: false, fresh: true, help: false })
})

test('what it does not know is refused with the help', () => {
  expect(() => readOptions(['--onse'])).toThrow(SetupError)
  expect(() => readOptions(['--onse'])).toThrow(/does not know --onse[\s\S]*--once/)
})

test('every setting that leads to other platforms is in the help', () => {
  for (const name of [...Object.keys(platformConfig), ...Object.keys(outgoingConfig)]) expect(helpText).toContain(name)
})

test('the help fits a terminal of 88 columns', () => {
  expect(Math.max(...helpText.split('\n').map((line) => line.length))).toBeLessThanOrEqual(88)
})
