import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidV7 } from '../ids.ts'
import { migrate } from '../postgres/migrate.ts'
import { createPostgres } from '../postgres/postgres.ts'
import { createRedis, redisReady } from '../redis/redis.ts'
import { createClaims, redisClaimKey } from './claims.ts'
import { claimHeld } from './webhook-claim.ts'

const databaseUrl = process.env['DATABASE_URL'] ?? ''
const redisUrl = process.env['REDIS_URL'] ?? ''
const postgres = createPostgres(databaseUrl)
const redis = createRedis(redisUrl)
const claims = createClaims(redis, postgres)
const windowMs = 60_000

const claimant = (owner: string) => ({ owner, webhookEventId: uuidV7(), at: 1_800_000_000_123 })

beforeAll(async () => {
  await migrate(databaseUrl)
  await redisReady(redis)
})
afterAll(async () => {
  await claims.close()
  redis.disconnect()
  await postgres.close()
})

test('the first wins, the second learns who was first', async () => {
  const key = uuidV7()
  const first = claimant('topic/0/1')
  expect(await claims.claim(key, first, windowMs)).toEqual({ won: true })
  expect(await claims.claim(key, claimant('topic/0/2'), windowMs)).toEqual({ won: false, holder: first })
})

test('a redelivery of the record that holds the claim passes', async () => {
  const key = uuidV7()
  const first = claimant('topic/0/1')
  await claims.claim(key, first, windowMs)
  expect(await claims.claim(key, first, windowMs)).toEqual({ won: true })
})

test('of two deliverers at the same moment, in one process or in two, exactly one wins', async () => {
  const other = createClaims(redis, postgres)
  for (let round = 0; round < 20; round++) {
    const key = uuidV7()
    const results = await Promise.all([
      claims.claim(key, claimant('a/0/1'), windowMs),
      claims.claim(key, claimant('a/0/2'), windowMs),
      other.claim(key, claimant('a/1/1'), windowMs),
    ])
    expect(results.filter(({ won }) => won)).toHaveLength(1)
  }
  await other.close()
})

test('a Redis that has forgotten everything lets no duplicate through, and learns again', async () => {
  const key = uuidV7()
  const first = claimant('topic/0/1')
  await claims.claim(key, first, windowMs)
  await redis.del(redisClaimKey(key))
  expect(await claimHeld(redis, key, 1_000)).toBe(false)
  expect(await claims.claim(key, claimant('topic/0/2'), windowMs)).toEqual({ won: false, holder: first })
  expect(await claimHeld(redis, key, 1_000)).toBe(true)
})

test('a claim that Redis took but PostgreSQL did not is still its owner’s', async () => {
  const key = uuidV7()
  const first = claimant('topic/0/1')
  await redis.set(redisClaimKey(key), JSON.stringify(first))
  expect(await claims.claim(key, claimant('topic/0/2'), windowMs)).toEqual({ won: false, holder: first })
  expect(await claims.claim(key, first, windowMs)).toEqual({ won: true })
  await redis.del(redisClaimKey(key))
  expect(await claims.claim(key, claimant('topic/0/3'), windowMs)).toEqual({ won: false, holder: first })
})

test('a record elsewhere with the same origin is not taken for the holder', async () => {
  const key = uuidV7()
  await claims.claim(key, claimant('topic/0/1'), windowMs)
  expect(await claims.claim(key, claimant('topic/0/1'), windowMs)).toMatchObject({ won: false })
})

test('forgets what is old, more than one statement removes, and nothing younger', async () => {
  const claimed = (count: number, year: number) =>
    postgres.query(
      `INSERT INTO mcp.claims (key, owner, webhook_event_id, claimed_at)
       SELECT gen_random_uuid()::text, 'topic/0/1', gen_random_uuid(), make_timestamptz($2, 1, 1, 0, 0, n / 1000.0)
       FROM generate_series(1, $1) AS n`,
      [count, year],
    )
  const left = async (year: number) => {
    const rows = await postgres.query<{ readonly count: number }>(
      'SELECT count(*)::integer AS count FROM mcp.claims WHERE extract(year FROM claimed_at) = $1',
      [year],
    )
    return rows[0]?.count
  }
  await claimed(25_000, 2001)
  await claimed(10, 2011)
  await claims.purge(Date.now() - Date.UTC(2005))
  expect([await left(2001), await left(2011)]).toEqual([0, 10])
  await claims.purge(Date.now() - Date.UTC(2015))
  expect(await left(2011)).toBe(0)
})

test('Redis away is said, not hung', async () => {
  const nowhere = createRedis('redis://127.0.0.1:1')
  const cut = createClaims(nowhere, postgres)
  await expect(cut.claim(uuidV7(), claimant('topic/0/1'), windowMs)).rejects.toMatchObject({
    name: 'UnavailableError',
    dependency: 'redis',
  })
  expect(await claimHeld(nowhere, 'any', 50)).toBe(false)
  nowhere.disconnect()
})
