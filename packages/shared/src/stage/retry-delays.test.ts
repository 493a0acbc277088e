import { expect, test } from 'vitest'
import { z } from 'zod'
import { ConfigError, readConfig } from '../runtime/config.ts'
import { stageConfig } from './run-stage.ts'

const read = (RETRY_DELAYS?: string) => readConfig(z.object({ RETRY_DELAYS: stageConfig.RETRY_DELAYS }), { RETRY_DELAYS }).RETRY_DELAYS

test('rising seconds are taken, with parts of a second and spaces', () => {
  expect(read()).toEqual([60, 120, 240, 480])
  expect(read('0.2, 0.4,1')).toEqual([0.2, 0.4, 1])
})

test.each([
  ['1,1', '1 s is there twice'],
  ['60,30', '30 s comes after 60 s'],
  ['0,1', '"0" is no number of seconds above 0'],
  ['-1', '"-1" is no number'],
  ['60,,120', '"" is no number'],
  ['1e3', '"1e3" is no number'],
  ['one', '"one" is no number'],
  ['NaN', '"NaN" is no number'],
  ['60,999999', '999999 s is longer than 259200 s (3 days)'],
  [Array.from({ length: 11 }, (_, index) => index + 1).join(','), 'there are 11 delays'],
])('%j is refused, and the error says what is wrong and what to write', (text, why) => {
  expect(() => read(text)).toThrow(ConfigError)
  expect(() => read(text)).toThrow(why)
  expect(() => read(text)).toThrow('like 60,120,240,480')
})
