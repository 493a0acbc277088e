import { setTimeout as delay } from 'node:timers/promises'
import { createRedis, redisReady } from '@hansard/shared/redis/redis'
import type { Component } from '@hansard/stack/components/component'
import type { System } from '../system/system.ts'
import type { FaultKind } from './fault.ts'

/** Away for a while, and back on what it had on disk. */
const away = (name: string, of: (system: System) => Component, least: number, most: number): FaultKind => ({
  name,
  broker: false,
  disturbs: 'all',
  async strike(system, random) {
    const awayMs = random.int(least, most)
    await of(system).stop()
    await delay(awayMs)
    await of(system).start()
    return { detail: `away for ${(awayMs / 1_000).toFixed(1)} s`, since: Date.now() }
  },
})

const flushRedis: FaultKind = {
  name: 'Redis flushed',
  broker: false,
  disturbs: 'all',
  async strike({ stack }) {
    const redis = createRedis(stack.redis.url)
    await redisReady(redis)
    await redis.flushall()
    redis.disconnect()
    return { detail: 'everything in it forgotten', since: Date.now() }
  },
}

/** A platform that answers nobody: its deliveries wait, the others flow. */
const platformDown: FaultKind = {
  name: 'platform down',
  broker: false,
  disturbs: 'none',
  async strike({ simulator }, random) {
    const endpoint = random.pick(['zoom', 'fireflies'] as const)
    const kind = random.pick(['unavailable', 'reset'] as const)
    const forMs = random.int(5_000, 9_000)
    const since = Date.now()
    simulator.addFault({ endpoint, kind })
    await delay(forMs)
    simulator.clearFaults()
    return { detail: `${endpoint}, ${kind} for ${(forMs / 1_000).toFixed(1)} s`, since }
  },
}

export const dependencyFaults: readonly FaultKind[] = [
  // It keeps nothing on disk: a restart forgets everything too.
  away('Redis restarted', ({ stack }) => stack.redis, 500, 4_000),
  flushRedis,
  away('PostgreSQL restarted', ({ stack }) => stack.postgres, 500, 4_000),
  away('registry gone', ({ stack }) => stack.registry, 3_000, 8_000),
  platformDown,
]
