import { Redis } from 'ioredis'
import { messageOf, UnavailableError } from '../errors.ts'

export type { Redis } from 'ioredis'

/**
 * A connection that fails fast: no queue while offline, one try per request, half a second per command. An outage throws instead of hanging.
 * Reconnects by itself for as long as it takes.
 */
export const createRedis = (url: string): Redis => {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    // Commands of one tick go out as one write.
    enableAutoPipelining: true,
    commandTimeout: 500,
    connectTimeout: 3_000,
    retryStrategy: (times) => Math.min(50 * times, 1_000),
  })
  // Every failed reconnect is an event; the commands that suffer from it throw by themselves.
  redis.on('error', () => undefined)
  return redis
}

/** The result of a Redis call, its failure turned into an UnavailableError: Redis holds nothing whose absence is a message's fault. */
export const orUnavailable = async <T>(call: Promise<T>): Promise<T> => {
  try {
    return await call
  } catch (error) {
    throw new UnavailableError('redis', messageOf(error), { cause: error })
  }
}

/** Resolves once the connection is usable. */
export const redisReady = (redis: Redis): Promise<void> =>
  redis.status === 'ready' ? Promise.resolve() : new Promise((resolve) => redis.once('ready', () => resolve()))
