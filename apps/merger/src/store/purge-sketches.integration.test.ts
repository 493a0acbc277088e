import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testDatabase } from '../test/database.ts'
import { feed } from '../test/inputs.ts'
import { otter } from '../test/sample-meeting.ts'
import { createMeetingStore } from './meeting-store.ts'
import { purgeSketches } from './purge-sketches.ts'

const postgres = testDatabase(process.env['DATABASE_URL'] ?? '')

// Long before any other meeting in this database.
const before = -1_000_000_000
const sketchesOf = async (workspaceId: string) => {
  const [row] = await postgres.query<{ readonly count: number }>(
    'SELECT count(*)::integer AS count FROM meetings.sketches WHERE workspace_id = $1',
    [workspaceId],
  )
  return row?.count
}

test('forgets the sketch of every transcript of before, however many there are and whoever else does, and no other', async () => {
  const workspaceId = randomUUID()
  const revisionId = randomUUID()
  await feed(createMeetingStore(postgres))({ ...otter, workspaceId: randomUUID(), transcriptId: randomUUID(), revisionId })
  const add = (count: number, startsAt: number) =>
    postgres.query(
      `WITH added AS (
         INSERT INTO meetings.transcripts
           (transcript_id, workspace_id, revision_id, updated_ms, received_ms, starts_ms, ends_ms, clock_known, profile)
         SELECT gen_random_uuid(), $1, $4, 0, 0, $2, $2, true, '{"sketch":[1,2,3]}' FROM generate_series(1, $3::integer)
         RETURNING transcript_id
       ) INSERT INTO meetings.sketches (workspace_id, hash, starts_ms, transcript_id)
         SELECT $1, hash, $2, transcript_id FROM added, generate_series(1, 3) AS hash`,
      [workspaceId, startsAt, count, revisionId],
    )
  await add(250, before - 1)
  await add(2, before)
  const purged = await Promise.all([purgeSketches(postgres, before), purgeSketches(postgres, before)])
  // Each stops where the other has the rest in hand.
  expect((purged[0] ?? 0) + (purged[1] ?? 0) + (await purgeSketches(postgres, before))).toBe(250)
  expect(await sketchesOf(workspaceId)).toBe(6)
  expect(await purgeSketches(postgres, before)).toBe(0)
})

test('a transcript that is revised later has its sketch again, until it is forgotten again', async () => {
  const workspaceId = randomUUID()
  const first = { ...otter, workspaceId, transcriptId: randomUUID(), revisionId: randomUUID(), startedAt: before - 60_000 }
  const take = feed(createMeetingStore(postgres))
  await take(first)
  const kept = await sketchesOf(workspaceId)
  expect(kept).toBeGreaterThan(10)
  expect(await purgeSketches(postgres, before)).toBe(1)
  expect(await sketchesOf(workspaceId)).toBe(0)
  const again = { revisionId: randomUUID(), receivedAt: first.receivedAt + 1_000, sourceUpdatedAt: first.receivedAt + 1_000 }
  await take({ ...first, ...again, title: 'Renamed' })
  expect(await sketchesOf(workspaceId)).toBe(kept)
  expect(await purgeSketches(postgres, before)).toBe(1)
  expect(await sketchesOf(workspaceId)).toBe(0)
})
