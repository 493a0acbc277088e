import { expect, test } from 'vitest'
import { repeat } from './repeat.ts'

test('work is done again and again until the process stops', async () => {
  const stopping = new AbortController()
  let times = 0
  await repeat(
    async () => {
      if (++times === 3) stopping.abort()
    },
    1,
    stopping.signal,
  )
  expect(times).toBe(3)
})
