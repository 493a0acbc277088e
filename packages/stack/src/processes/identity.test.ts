import { expect, test } from 'vitest'
import { processIdentity } from './identity.ts'

test('a process keeps its identity as long as it runs, and two processes differ', async () => {
  const own = await processIdentity(process.pid)
  expect(own).toBeDefined()
  expect(await processIdentity(process.pid)).toBe(own)
  expect(await processIdentity(process.ppid)).not.toBe(own)
})

test('a pid that nobody has is nobody', async () => {
  expect(await processIdentity(2 ** 30)).toBeUndefined()
})
