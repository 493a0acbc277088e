import type { Redis } from '../redis/redis.ts'
import { within } from '../within.ts'
import { redisClaimKey } from './redis-holders.ts'
import type { Telling } from './telling.ts'

/** Where Redis keeps the newest state of a subject. */
export const newestKeyOf = (subject: string): string => `newest|${subject}`

/** The newest state that was told of a subject, and when (epoch milliseconds). */
export interface NewestState {
  readonly state: string
  readonly at: number
}

/**
 * Whether a telling will be judged to be known: a hint for the answer to the platform, from Redis alone; false when Redis does not say
 * within `timeoutMs`.
 */
export const isKnownState = async (redis: Redis, telling: Telling, timeoutMs: number): Promise<boolean> =>
  within(
    timeoutMs,
    askRedis(redis, telling).catch(() => false),
    () => false,
  )

const askRedis = async (redis: Redis, { key, subject, state, toldAt }: Telling): Promise<boolean> => {
  if ((await redis.get(redisClaimKey(key))) === null) return false
  // Most deliveries are the first of their state, so that this is hardly ever asked.
  const kept = subject === null || toldAt === null ? null : await redis.get(redisClaimKey(newestKeyOf(subject)))
  if (kept === null || toldAt === null) return true
  const newest = JSON.parse(kept) as NewestState
  return newest.state === state || toldAt <= newest.at
}
