import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { stateFolder } from './state-folder.ts'

test('is in the checkout unless told, and commands find it by themselves', () => {
  const usual = { path: '/checkout/.hansard', shown: '.hansard', commands: '' }
  expect(stateFolder('/checkout', {})).toEqual(usual)
  expect(stateFolder('/checkout', { HANSARD_STATE: '' })).toEqual(usual)
})

test('elsewhere it is named in full, also for the commands that are to find it', () => {
  expect(stateFolder('/checkout', { HANSARD_STATE: '/tmp/second' })).toEqual({
    path: '/tmp/second',
    shown: '/tmp/second',
    commands: 'HANSARD_STATE=/tmp/second ',
  })
  expect(stateFolder('/checkout', { HANSARD_STATE: 'second' }).path).toBe(resolve('second'))
})
