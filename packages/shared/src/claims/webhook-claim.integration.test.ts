import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidV7 } from '../ids.ts'
import { migrate } from '../postgres/migrate.ts'
import { createPostgres } from '../postgres/postgres.ts'
import { createRedis, redisReady } from '../redis/redis.ts'
import { createClaims } from './claims.ts'
import { webhookClaimKey } from './webhook-claim.ts'

const databaseUrl = process.env['DATABASE_URL'] ?? ''
const postgres = createPostgres(databaseUrl)
const redis = createRedis(process.env['REDIS_URL'] ?? '')
const claims = createClaims(redis, postgres)

beforeAll(async () => {
  await migrate(databaseUrl)
  await redisReady(redis)
})
afterAll(async () => {
  await claims.close()
  redis.disconnect()
  await postgres.close()
})

test('an external id of some kilobytes fails neither its own claim nor those of its batch', async () => {
  const keyOf = (externalId: string) =>
    webhookClaimKey({ workspaceId: uuidV7(), platform: 'zoom', eventType: 'recording.completed', externalId, revision: uuidV7() })
  // What PostgreSQL cannot compress below the size of an index row.
  const long = Array.from({ length: 300 }, () => uuidV7()).join('')
  const results = await Promise.all(
    ['a', long, 'b'].map((id, index) =>
      claims.claim(keyOf(id), { owner: `c/0/${index}`, webhookEventId: uuidV7(), at: 1_800_000_000_123 }, 60_000),
    ),
  )
  expect(results).toEqual([{ won: true }, { won: true }, { won: true }])
})
