import { createHash } from 'node:crypto'
import { messageOf } from '@hansard/shared/errors'
import { orUnavailable, type Redis } from '@hansard/shared/redis/redis'
import { paceMs, type Limiter, type Verdict } from './limit.ts'

/**
 * Both windows in one atomic step. One sorted set holds what was admitted within the longer window, scored by the server's own clock in
 * microseconds, so that the replicas' clocks do not matter. A window is full when its `most`-newest admission is still inside; one more is
 * admitted when that one leaves. KEYS: admissions, last turn of the slower lane. ARGV: id, then length (µs), most and pace (µs) of the
 * shorter and the longer window, then how far behind the slower lane may be (µs; 0: there is none).
 */
const script = `
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[5])
local wait, pace = 0, 0
for first = 2, 5, 3 do
  local decisive = redis.call('ZRANGE', KEYS[1], -ARGV[first + 1], -ARGV[first + 1], 'WITHSCORES')[2]
  local left = decisive and decisive + ARGV[first] - now or 0
  if left > 0 then wait, pace = math.max(wait, left), tonumber(ARGV[first + 2]) end
end
if wait == 0 then
  redis.call('ZADD', KEYS[1], now, ARGV[1])
  redis.call('PEXPIRE', KEYS[1], math.ceil(ARGV[5] / 1000))
  return { 'within', 0 }
end
local most = tonumber(ARGV[8])
if most > 0 then
  local turn = math.max(tonumber(redis.call('GET', KEYS[2]) or 0), now) + pace
  if turn - now <= most then
    redis.call('SET', KEYS[2], string.format('%.0f', turn), 'PX', math.ceil((turn - now) / 1000) + 1)
    return { 'deferred', math.ceil((turn - now) / 1000) }
  end
end
return { 'over', math.ceil(wait / 1000) }
`
const sha = createHash('sha1').update(script).digest('hex')

/** The limits that all replicas share. Throws UnavailableError while Redis is away. */
export const createRedisLimiter = (redis: Pick<Redis, 'evalsha' | 'eval'>): Limiter => ({
  async admit(key, { windows, over }, id) {
    // One hash tag: both keys are in one slot of a cluster.
    const keys = [`hansard:limit:{${key}}`, `hansard:limit:{${key}}:turn`] as const
    const args = [
      id,
      ...windows.flatMap((window) => [window.ms * 1_000, window.most, paceMs(window) * 1_000]),
      over.kind === 'defer' ? over.mostBehindMs * 1_000 : 0,
    ]
    const answer = orUnavailable(
      redis.evalsha(sha, 2, ...keys, ...args).catch((error: unknown) => {
        // A server that was restarted does not know it.
        if (messageOf(error).startsWith('NOSCRIPT')) return redis.eval(script, 2, ...keys, ...args)
        throw error
      }),
    )
    const [kind, ms] = (await answer) as readonly [Verdict['kind'], number]
    if (kind === 'within') return { kind }
    return kind === 'over' ? { kind, retryAfterMs: ms } : { kind, turnInMs: ms }
  },
})
