import { Redis } from 'ioredis'
import { messageOf, UnavailableError } from '../errors.ts'

export type { Redis } from 'ioredis'

export interface RedisObserver {
  /** How long a command took, and whether it was answered. Of commands under way at once one is timed: timing each would cost more than it tells. */
  observe(seconds: number, answered: boolean): void
  /** The connection became usable, or was lost. */
  onConnection(up: boolean): void
}

export interface RedisAccess {
  /** `redis://` or `rediss://`, with user and password. */
  readonly url: string
  /** PEM, instead of the public authorities. */
  readonly ca?: string
}

/**
 * A connection that fails fast: no queue while offline, one try per request, half a second per command. An outage throws instead of hanging.
 * Reconnects by itself for as long as it takes.
 */
export const createRedis = (access: string | RedisAccess, observer?: RedisObserver): Redis => {
  const { url, ca }: RedisAccess = typeof access === 'string' ? { url: access } : access
  const redis = new Redis(url, {
    ...(ca === undefined ? {} : { tls: { ca } }),
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
  if (observer !== undefined) watch(redis, observer)
  return redis
}

const watch = (redis: Redis, { observe, onConnection }: RedisObserver): void => {
  redis.on('ready', () => onConnection(true))
  redis.on('close', () => onConnection(false))
  const send = redis.sendCommand.bind(redis)
  let timing = false
  redis.sendCommand = (command, stream) => {
    if (!timing) {
      timing = true
      const since = performance.now()
      const done = (answered: boolean) => {
        timing = false
        observe((performance.now() - since) / 1_000, answered)
      }
      command.promise.then(
        () => done(true),
        () => done(false),
      )
    }
    return send(command, stream)
  }
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
