import { expect, it } from 'vitest'
import { createSlowAnswers } from './slow-answers.ts'

/** Whether it is over once all that is due now has been done. */
const isOver = async (waiting: Promise<void>): Promise<boolean> => {
  const pending = Symbol('pending')
  const turn = new Promise<typeof pending>((resolve) => setImmediate(() => resolve(pending)))
  return (await Promise.race([waiting, turn])) !== pending
}

it('makes so many wait, and no more: whoever would fill the memory with them gets his answer', async () => {
  const stop = new AbortController()
  const answers = createSlowAnswers(60_000, stop.signal)
  const waiting = Array.from({ length: 256 }, () => answers.wait())
  expect(await isOver(Promise.race(waiting))).toBe(false)
  expect(await isOver(answers.wait())).toBe(true)
  stop.abort()
  await Promise.all(waiting)
  expect(await isOver(answers.wait())).toBe(true)
})

it('makes nobody wait where it is turned off', async () => {
  expect(await isOver(createSlowAnswers(0).wait())).toBe(true)
})
