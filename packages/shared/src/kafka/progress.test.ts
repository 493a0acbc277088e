import { expect, test } from 'vitest'
import { createProgress } from './progress.ts'

test('takes the first batch as it comes where nothing was committed yet', () => {
  const progress = createProgress()
  expect(progress.delivered(5n, 8n)).toEqual({ kind: 'take', from: 5n })
  expect(progress.opened(undefined)).toEqual({ from: 5n })
})

test('what a slot finds committed is not handled again', () => {
  const progress = createProgress()
  progress.delivered(5n, 10n)
  expect(progress.opened(8n)).toEqual({ from: 8n })
})

test('delivers again what came before the group changed, and takes only what is new of it', () => {
  const progress = createProgress()
  progress.delivered(0n, 10n)
  expect(progress.follows(4n)).toBe(true)
  expect(progress.delivered(4n, 14n)).toEqual({ kind: 'take', from: 10n })
})

test('a batch behind a gap does not follow', () => {
  const progress = createProgress()
  progress.delivered(0n, 10n)
  expect(progress.follows(11n)).toBe(false)
})

test('goes back when the client has passed over records, whether the slot was opened before the first batch or after it', () => {
  const before = createProgress()
  before.opened(3n)
  expect(before.delivered(100n, 200n)).toEqual({ kind: 'rewind', to: 3n })
  expect(before.delivered(3n, 150n)).toEqual({ kind: 'take', from: 3n })

  const after = createProgress()
  after.delivered(100n, 200n)
  expect(after.opened(3n)).toEqual({ from: 3n, rewind: true })
  expect(after.delivered(3n, 150n)).toEqual({ kind: 'take', from: 3n })
})

test('says what is gone when going back did not bring it', () => {
  const progress = createProgress()
  progress.delivered(100n, 200n)
  progress.opened(3n)
  expect(progress.delivered(100n, 200n)).toEqual({ kind: 'gone', from: 3n, to: 100n })
  expect(progress.delivered(200n, 210n)).toEqual({ kind: 'take', from: 200n })
})

test('control records behind the last commit are no gap when the slot is opened again', () => {
  const progress = createProgress()
  progress.delivered(0n, 2n)
  progress.opened(undefined)
  progress.committed(2n)
  progress.passedOver(2n, 3n)
  expect(progress.opened(2n)).toEqual({ from: 2n })
  expect(progress.follows(4n)).toBe(true)
})

test('control records before the first batch are passed over', () => {
  const progress = createProgress()
  progress.opened(2n)
  progress.passedOver(2n, 3n)
  expect(progress.delivered(4n, 6n)).toEqual({ kind: 'take', from: 4n })
})

test('where the broker has removed records, the first that is left is committed before it, unless records in hand lead there', () => {
  const progress = createProgress()
  progress.delivered(0n, 5n)
  progress.opened(undefined)
  progress.jumped(5n, 50n)
  expect(progress.anchor()).toBe(50n)
  progress.committed(5n)
  expect(progress.anchor()).toBe(50n)
  expect(progress.delivered(50n, 60n)).toEqual({ kind: 'take', from: 50n })
  progress.committed(50n)
  expect(progress.anchor()).toBeUndefined()
})

test('a partition that has become shorter is read from its beginning, whatever is committed', () => {
  const progress = createProgress()
  progress.jumped(500n, 0n)
  expect(progress.opened(500n)).toEqual({ from: 0n })
  expect(progress.delivered(0n, 20n)).toEqual({ kind: 'take', from: 0n })
  // Of a batch from before.
  progress.committed(490n)
  expect(progress.anchor()).toBe(0n)
  progress.committed(0n)
  expect(progress.anchor()).toBeUndefined()
  expect(progress.delivered(20n, 30n)).toEqual({ kind: 'take', from: 20n })
})
