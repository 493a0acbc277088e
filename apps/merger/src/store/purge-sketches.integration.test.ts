import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '@hansard/shared/postgres/migrate'
import { createPostgres, type Postgres } from '@hansard/shared/postgres/postgres'
import { purgeSketches } from './purge-sketches.ts'

const url = process.env['DATABASE_URL'] ?? ''
let postgres: Postgres
beforeAll(async () => {
  await migrate(url)
  postgres = createPostgres(url, { max: 4 })
})
afterAll(() => postgres.close())

// Long before any other meeting in this database.
const before = -1_000_000

test('forgets every sketch of before, once, however many there are and whoever else does, and no other', async () => {
  const workspaceId = randomUUID()
  const add = (count: number, startsAt: number) =>
    postgres.query(
      `INSERT INTO meetings.sketches (workspace_id, hash, starts_ms, transcript_id)
       SELECT $1, hash, $2, gen_random_uuid() FROM generate_series(1, $3::integer) AS hash`,
      [workspaceId, startsAt, count],
    )
  await add(45_000, before - 1)
  await add(3, before)
  const removed = await Promise.all([purgeSketches(postgres, before), purgeSketches(postgres, before)])
  expect((removed[0] ?? 0) + (removed[1] ?? 0)).toBe(45_000)
  const [left] = await postgres.query<{ readonly count: number }>(
    'SELECT count(*)::integer AS count FROM meetings.sketches WHERE workspace_id = $1',
    [workspaceId],
  )
  expect(left?.count).toBe(3)
  expect(await purgeSketches(postgres, before)).toBe(0)
})
