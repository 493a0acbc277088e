import { expect, it } from 'vitest'
import type { PlatformEvent } from '@hansard/platforms/platform'
import type { Redis } from '@hansard/shared/redis/redis'
import { createSeen } from './seen.ts'

it('looks for the claim of an event of a workspace', async () => {
  const asked: string[] = []
  const redis = {
    get: async (key: string) => {
      asked.push(key)
      return '{}'
    },
  } as unknown as Redis
  const event = { eventType: 'meeting.ended', externalId: 'm-7', revision: 'r', subject: 'meeting', occurredAt: null } as PlatformEvent
  expect(await createSeen(redis, 1_000)('workspace-a', 'testing', event)).toBe(true)
  expect(asked).toEqual([expect.stringContaining('webhook|workspace-a|testing|meeting.ended|m-7|r')])
})
