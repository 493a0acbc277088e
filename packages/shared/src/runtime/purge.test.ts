import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLogger } from './logger.ts'
import { purgeRegularly } from './purge.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('purges every hour, also after one that failed, until the process stops', async () => {
  const purged: number[] = []
  const releases: (() => unknown)[] = []
  const warned: string[] = []
  const log = Object.assign(createLogger('app', 'silent'), { warn: (_fields: object, message: string) => void warned.push(message) })
  purgeRegularly({ log, onStop: (_name, release) => void releases.push(release) }, 'claims', 2, async (olderThanMs) => {
    purged.push(olderThanMs)
    if (purged.length === 1) throw new Error('away')
  })
  await vi.advanceTimersByTimeAsync(2 * 3_600_000)
  expect(purged).toEqual([172_800_000, 172_800_000])
  expect(warned).toEqual(['old claims were not purged'])
  for (const release of releases) release()
  await vi.advanceTimersByTimeAsync(2 * 3_600_000)
  expect(purged).toHaveLength(2)
})
