import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uuidV7 } from '../ids.ts'
import { migrate } from '../postgres/migrate.ts'
import { createPostgres } from '../postgres/postgres.ts'
import { createRedis, redisReady } from '../redis/redis.ts'
import { createClaims } from './claims.ts'
import { isKnownState } from './newest-state.ts'
import { redisClaimKey } from './redis-holders.ts'
import type { Telling } from './telling.ts'

const databaseUrl = process.env['DATABASE_URL'] ?? ''
const redisUrl = process.env['REDIS_URL'] ?? ''
const postgres = createPostgres(databaseUrl)
const redis = createRedis(redisUrl)
const claims = createClaims(redis, postgres)
const windowMs = 60_000

const claimant = (owner: string) => ({ owner, webhookEventId: uuidV7(), at: 1_800_000_000_123 })

/** The claim of a key alone. */
const plain = (key: string): Telling => ({ key, subject: null, state: key, toldAt: null })

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
  expect(await isKnownState(redis, plain(key), 1_000)).toBe(false)
  expect(await claims.claim(key, claimant('topic/0/2'), windowMs)).toEqual({ won: false, holder: first })
  expect(await isKnownState(redis, plain(key), 1_000)).toBe(true)
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

test('a claim that PostgreSQL cannot keep fails alone', async () => {
  const good = Array.from({ length: 40 }, () => claims.claim(uuidV7(), claimant('topic/0/1'), windowMs))
  const bad = claims.claim(`${uuidV7()}\0`, claimant('topic/0/2'), windowMs)
  await expect(bad).rejects.toMatchObject({ name: 'error' })
  expect(await Promise.all(good)).toEqual(good.map(() => ({ won: true })))
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
  expect(await isKnownState(nowhere, plain('any'), 50)).toBe(false)
  nowhere.disconnect()
})

describe('tellings of a state', () => {
  const teller = createClaims(redis, postgres, { tellsNewest: true })
  afterAll(() => teller.close())

  /** A subject of its own, and what tells of its states, each time by another record. */
  const story = () => {
    const subject = uuidV7()
    let record = 0
    const telling = (state: string, toldAt: number | null): Telling => ({ key: `${subject}|${state}`, subject, state, toldAt })
    const claimants = new Map<string, ReturnType<typeof claimant>>()
    const tell = async (state: string, toldAt: number | null, origin = `story/0/${record++}`) => {
      const who = claimants.get(origin) ?? claimant(origin)
      claimants.set(origin, who)
      return teller.tell(telling(state, toldAt), who, windowMs)
    }
    const isKnown = (state: string, toldAt: number | null) => isKnownState(redis, telling(state, toldAt), 1_000)
    return { tell, isKnown, subject, telling }
  }
  const kinds = async (told: readonly Promise<{ readonly kind: string }>[]) => (await Promise.all(told)).map(({ kind }) => kind)

  test('a state that is put back is news; a late copy of it and a repetition are none', async () => {
    const { tell, isKnown } = story()
    expect(await tell('A', 1)).toEqual({ kind: 'new' })
    expect(await isKnown('A', 2)).toBe(true)
    expect(await tell('B', 3)).toEqual({ kind: 'new' })
    expect(await tell('A', 2)).toMatchObject({ kind: 'known' })
    expect([await isKnown('A', 2), await isKnown('A', 4)]).toEqual([true, false])
    expect(await tell('A', 4)).toEqual({ kind: 'again' })
    expect([await isKnown('A', 5), await isKnown('B', 3)]).toEqual([true, true])
    expect(await kinds([tell('A', 4)])).toEqual(['known'])
    expect(await kinds([tell('A', 5)])).toEqual(['known'])
    expect(await kinds([tell('B', 3)])).toEqual(['known'])
  })

  test('a redelivery of each comes to the same, also without Redis', async () => {
    const { tell, telling } = story()
    const tellings = [
      ['A', 1, 'o/0/1'],
      ['B', 2, 'o/0/2'],
      ['A', 3, 'o/0/3'],
    ] as const
    const first: unknown[] = []
    for (const [state, at, origin] of tellings) first.push(await tell(state, at, origin))
    expect(first).toEqual([{ kind: 'new' }, { kind: 'new' }, { kind: 'again' }])
    for (const keys of [[], [telling('A', 1).key, telling('B', 2).key]]) {
      for (const key of keys) await redis.del(redisClaimKey(key))
      const second: unknown[] = []
      for (const [state, at, origin] of tellings) second.push(await tell(state, at, origin))
      expect(second).toEqual(first)
    }
  })

  test('a state that was replaced before it came is told apart: what went on would be ordered wrongly', async () => {
    const { tell } = story()
    await tell('A', 1)
    expect(await tell('A', 3)).toMatchObject({ kind: 'known' })
    expect(await tell('B', 2)).toMatchObject({ kind: 'outdated', toldAt: 3 })
    expect(await tell('B', 4)).toEqual({ kind: 'again' })
  })

  test('without times a copy within the window is a copy, and one after it brings the state back', async () => {
    const { telling } = story()
    const at = (state: string, received: number) =>
      teller.tell(telling(state, null), { owner: `o/0/${received}`, webhookEventId: uuidV7(), at: received }, windowMs)
    expect(await kinds([at('A', 1_000)])).toEqual(['new'])
    expect(await kinds([at('B', 2_000)])).toEqual(['new'])
    expect(await kinds([at('A', 3_000)])).toEqual(['known'])
    expect(await kinds([at('A', 2_000 + windowMs)])).toEqual(['again'])
  })

  test('claims of before states had times are told of when they were received', async () => {
    const { tell, telling } = story()
    await postgres.query('INSERT INTO mcp.claims (key, owner, webhook_event_id, claimed_at) VALUES ($1, $2, $3, to_timestamp(1))', [
      telling('A', 1).key,
      'o/0/1',
      uuidV7(),
    ])
    expect(await tell('A', 500)).toMatchObject({ kind: 'known' })
    expect(await tell('B', 2_000)).toEqual({ kind: 'new' })
    expect(await tell('A', 3_000)).toEqual({ kind: 'again' })
  })
})
