import { orUnavailable, type Redis } from '../redis/redis.ts'
import type { Claimant } from './claims.ts'

/** Returns the holder, which is the claimant where nobody was before. Plain GET and SET, so that any Redis from 6 on will do. */
const claimScript = `
local holder = redis.call('GET', KEYS[1])
if holder then return holder end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1]`

export const redisClaimKey = (key: string): string => `hansard:claim:${key}`

/** What Redis keeps with a claim. */
export interface Holder extends Claimant {
  /** Epoch milliseconds by the platform's clock, where a telling made the claim. */
  readonly toldAt?: number | null
}

/** Claims each key for its holder, and says who holds it. Throws UnavailableError while Redis is away. */
export const holdersInRedis = async (
  redis: Redis,
  requests: readonly { readonly key: string; readonly holder: Holder; readonly windowMs: number }[],
): Promise<readonly Holder[]> => {
  const pipeline = redis.pipeline()
  for (const { key, holder, windowMs } of requests) pipeline.eval(claimScript, 1, redisClaimKey(key), JSON.stringify(holder), windowMs)
  const answers = await orUnavailable(pipeline.exec())
  return Promise.all(
    requests.map(async (_, index) => {
      const [error, holder] = answers?.[index] ?? [new Error('no answer')]
      return JSON.parse(String(await orUnavailable(error ? Promise.reject(error) : Promise.resolve(holder)))) as Holder
    }),
  )
}

/** Writes what Redis had forgotten or does not know yet. */
export const rememberInRedis = async (
  redis: Redis,
  entries: readonly { readonly key: string; readonly value: unknown; readonly windowMs: number }[],
): Promise<void> => {
  if (entries.length === 0) return
  const pipeline = redis.pipeline()
  for (const { key, value, windowMs } of entries) pipeline.set(redisClaimKey(key), JSON.stringify(value), 'PX', windowMs)
  await orUnavailable(pipeline.exec())
}
