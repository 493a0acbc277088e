import { createHash } from 'node:crypto'
import type { Delivery, Platform } from '@hansard/platforms/platform'
import type { Redis } from '@hansard/shared/redis/redis'

/** Remembers where a signature first came from. */
export interface ReplayWatch {
  /** The other address that the same signature came from before; undefined: none, or nobody can tell. Never rejects. */
  cameBeforeFrom(platform: Platform, delivery: Delivery, address: string): Promise<string | undefined>
}

/** A signature is fresh for five minutes to either side of its timestamp: nobody can use it for longer. */
const rememberedMs = 600_000

/**
 * For platforms that sign every try anew: there the same signature a second time, from somewhere else, is a recording that is played back.
 * Redis forgets it as soon as it is worth nothing, so the memory is bounded by what is authentic within ten minutes. Best effort.
 */
export const createReplayWatch = (redis: Pick<Redis, 'set' | 'get'>): ReplayWatch => ({
  async cameBeforeFrom(platform, delivery, address) {
    const signature = platform.oneTimeSignature?.(delivery)
    if (signature === undefined) return undefined
    const key = `hansard:signature:${createHash('sha256').update(`${platform.name}:${signature}`).digest('base64url')}`
    // Both in one write, with whatever else this delivery asks of Redis.
    const [, first] = await Promise.allSettled([redis.set(key, address, 'PX', rememberedMs, 'NX'), redis.get(key)])
    return first.status === 'fulfilled' && first.value !== null && first.value !== address ? first.value : undefined
  },
})
