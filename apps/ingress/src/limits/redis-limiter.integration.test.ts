import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRedis, redisReady } from '@hansard/shared/redis/redis'
import type { Limit, Verdict } from './limit.ts'
import { createRedisLimiter } from './redis-limiter.ts'

// Each connection stands for a replica.
const connections = Array.from({ length: 8 }, () => createRedis(process.env.REDIS_URL!))
const replicas = connections.map(createRedisLimiter)
beforeAll(async () => void (await Promise.all(connections.map(redisReady))))
afterAll(() => connections.forEach((connection) => connection.disconnect()))

const limit = (short: number, long: number, over: Limit['over'] = { kind: 'refuse' }): Limit => ({
  windows: [
    { ms: 60_000, most: short },
    { ms: 3_600_000, most: long },
  ],
  over,
})
const ask = (key: string, asked: Limit, replica = 0, id: string = randomUUID()): Promise<Verdict> =>
  replicas[replica % replicas.length]!.admit(key, asked, id)
const kinds = (verdicts: readonly Verdict[]) => Map.groupBy(verdicts, ({ kind }) => kind)

/** A request that was admitted at some moment between two readings of this process's clock (milliseconds). */
interface Admitted {
  readonly sent: number
  readonly answered: number
}

describe('the limits in Redis', () => {
  it('admit exactly the limit, however many replicas ask at once', async () => {
    const key = randomUUID()
    const verdicts = await Promise.all(Array.from({ length: 400 }, (_, index) => ask(key, limit(100, 1_000), index)))
    expect(kinds(verdicts).get('within')).toHaveLength(100)
    expect(kinds(verdicts).get('over')).toHaveLength(300)
  })

  it('never let more than the limit into any window, while replicas ask without pause', async () => {
    const windows = [
      { ms: 150, most: 7 },
      { ms: 700, most: 20 },
    ] as const
    const key = randomUUID()
    const admitted: Admitted[] = []
    const until = performance.now() + 2_500
    const replica = async (index: number) => {
      while (performance.now() < until) {
        const sent = performance.now()
        const verdict = await ask(key, { windows, over: { kind: 'refuse' } }, index)
        if (verdict.kind === 'within') admitted.push({ sent, answered: performance.now() })
      }
    }
    await Promise.all(Array.from({ length: 32 }, (_, index) => replica(index)))
    // Certainly within a window: even the latest moment of the one and the earliest of the other are less than its length apart.
    for (const { ms, most } of windows)
      for (const { sent } of admitted) {
        const together = admitted.filter((other) => other.sent >= sent && other.answered - sent < ms)
        expect(together.length).toBeLessThanOrEqual(most)
      }
    // And no fewer than fit: the limit is used, not just kept.
    expect(admitted.length).toBeGreaterThanOrEqual(60)
  })

  it('tell when they admit one more: not before, and then', async () => {
    const key = randomUUID()
    const asked: Limit = { windows: [{ ms: 300, most: 2 }, limit(1, 100).windows[1]], over: { kind: 'refuse' } }
    await ask(key, asked)
    await delay(100)
    await ask(key, asked)
    const verdict = await ask(key, asked)
    if (verdict.kind !== 'over') throw new Error('it is over the limit')
    expect(verdict.retryAfterMs).toBeGreaterThan(100)
    expect(verdict.retryAfterMs).toBeLessThanOrEqual(200)
    await delay(verdict.retryAfterMs)
    expect(await ask(key, asked)).toEqual({ kind: 'within' })
    expect(await ask(key, asked)).toMatchObject({ kind: 'over' })
  })

  it('count neither what is refused nor the same request twice', async () => {
    const key = randomUUID()
    const id = randomUUID()
    expect(await Promise.all([ask(key, limit(2, 9), 0, id), ask(key, limit(2, 9), 1, id)])).toEqual([
      { kind: 'within' },
      { kind: 'within' },
    ])
    for (let request = 0; request < 5; request += 1) await ask(key, limit(2, 9))
    expect(await connections[0]!.zcard(`hansard:limit:{${key}}`)).toBe(2)
    expect(await ask(key, limit(3, 9))).toEqual({ kind: 'within' })
  })

  it('tell the longer wait when both windows are full', async () => {
    const key = randomUUID()
    await ask(key, limit(1, 1))
    const verdict = await ask(key, limit(1, 1))
    expect(verdict).toMatchObject({ kind: 'over' })
    expect(verdict.kind === 'over' && verdict.retryAfterMs).toBeGreaterThan(3_590_000)
  })

  it('follow a limit that is raised or lowered', async () => {
    const key = randomUUID()
    for (let request = 0; request < 3; request += 1) await ask(key, limit(3, 9))
    expect(await ask(key, limit(3, 9))).toMatchObject({ kind: 'over' })
    expect(await ask(key, limit(4, 9))).toEqual({ kind: 'within' })
    expect(await ask(key, limit(2, 9))).toMatchObject({ kind: 'over' })
  })

  it('give turns of the slower lane one after another, and refuse what would have to wait too long', async () => {
    const key = randomUUID()
    const asked = limit(60, 1_000, { kind: 'defer', mostBehindMs: 5_000 })
    const verdicts = await Promise.all(Array.from({ length: 70 }, (_, index) => ask(key, asked, index)))
    const turns = verdicts.flatMap((verdict) => (verdict.kind === 'deferred' ? [verdict.turnInMs] : [])).toSorted((a, b) => a - b)
    expect(kinds(verdicts).get('within')).toHaveLength(60)
    expect(turns).toHaveLength(5)
    for (const [index, turn] of turns.entries()) expect(Math.abs(turn - (index + 1) * 1_000)).toBeLessThan(500)
    expect(kinds(verdicts).get('over')).toHaveLength(5)
  })

  it('leave nothing behind in Redis that does not go away by itself', async () => {
    const key = randomUUID()
    for (let request = 0; request < 3; request += 1) await ask(key, limit(1, 9, { kind: 'defer', mostBehindMs: 3_600_000 }))
    const keys = await connections[0]!.keys(`hansard:limit:{${key}}*`)
    expect(keys.toSorted()).toEqual([`hansard:limit:{${key}}`, `hansard:limit:{${key}}:turn`])
    for (const kept of keys) expect(await connections[0]!.pttl(kept)).toBeGreaterThan(0)
  })
})
