import { expect, test } from 'vitest'
import { UnavailableError } from '../errors.ts'
import { patiently } from './patiently.ts'

/** Fails so many times, then answers. */
const failing = (times: number, error: Error) => {
  let calls = 0
  return async () => {
    if (++calls <= times) throw error
    return calls
  }
}
const away = new UnavailableError('registry', 'no answer')

test('waits for a dependency that is still starting', async () => {
  expect(await patiently(failing(3, away), 60_000, 1)).toBe(4)
})

test('gives up after its time, with the reason', async () => {
  await expect(patiently(failing(Infinity, away), 20, 1)).rejects.toBe(away)
})

test('repeats nothing that waiting cannot help', async () => {
  const wrong = new Error('incompatible schema')
  await expect(patiently(failing(1, wrong), 60_000, 1)).rejects.toBe(wrong)
})
