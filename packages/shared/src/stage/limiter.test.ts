import { expect, test } from 'vitest'
import { createDeadLetterLimiter } from './limiter.ts'

const limiter = () => createDeadLetterLimiter({ window: 10, minimum: 3, share: 0.5 })

test('admits a handful, whatever their share', () => {
  const it = limiter()
  expect([it.admits(), it.admits(), it.admits(), it.admits()]).toEqual([true, true, true, false])
})

test('admits dead letters among enough good records', () => {
  const it = limiter()
  for (let n = 0; n < 50; n++) {
    it.ended()
    it.ended()
    expect(it.admits()).toBe(true)
  }
})

test('admits again once most recent records ended well', () => {
  const it = limiter()
  while (it.admits());
  expect(it.admits()).toBe(false)
  for (let n = 0; n < 5; n++) it.ended()
  expect(it.admits()).toBe(true)
})
