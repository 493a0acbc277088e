import * as fc from 'fast-check'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JournalEntry } from '@hansard/shared/contracts/contracts.generated'
import { createTestDatabase, type TestDatabase } from '@hansard/shared/postgres/test-database'
import { createRecorderMetrics } from '../metrics.ts'
import { recordJournal } from '../record-journal.ts'
import { deliveryOf } from '../test-entries.ts'
import { recordExpected } from './record-expected.ts'
import { createOverdueWatch } from './report-overdue.ts'
import { transcriptDeadlines } from './transcript-deadlines.ts'

const hour = 3_600_000
const deadlines = transcriptDeadlines()

let database: TestDatabase
beforeAll(async () => void (database = await createTestDatabase(process.env.DATABASE_URL!)))
afterAll(() => database.drop())

const record = async (...entries: readonly JournalEntry[]) => {
  await recordJournal(database.postgres, entries)
  await recordExpected(database.postgres, entries, deadlines)
}

/** A recorder's watch at a moment of the test's choice. */
const watchAt = (at: number, recordedUntil: number | undefined = at) => {
  const logged: unknown[] = []
  const log = { warn: (fields: object, message?: string) => void logged.push({ ...fields, message }) }
  const watch = createOverdueWatch({
    postgres: database.postgres,
    recordedUntil: async () => recordedUntil,
    log: log as never,
    now: () => at,
  })
  return { watch, logged }
}

const foundAt = async (at: number, recordedUntil?: number) => {
  const { watch, logged } = watchAt(at, recordedUntil)
  await watch()
  return logged
}

const listed = async (delivery: ReturnType<typeof deliveryOf>) => {
  const rows = await database.postgres.query<Record<string, unknown>>('SELECT * FROM mcp.overdue_transcripts WHERE transcript_id = $1', [
    delivery.transcriptId,
  ])
  return rows[0]
}

const meeting = (platform = 'zoom', fields = {}) => deliveryOf({ platform, externalId: `meeting-${Math.random()}`, ...fields })

/** A recording without a transcript file, as Zoom announces it first. */
const recorded = () => {
  const delivery = meeting()
  const details = { transcript: 'awaited', expectedTranscriptId: delivery.transcriptId }
  return {
    ...delivery,
    entries: [
      delivery.entry('verifier', 'verified'),
      delivery.entry('deduper', 'processing'),
      delivery.entry('transcript-processor', 'processed', { reason: 'No transcript file available', details }),
    ],
  }
}

describe('a transcript that does not come', () => {
  test('is found when its platform’s deadline has passed, once, and listed with why', async () => {
    const delivery = recorded()
    await record(...delivery.entries)
    const due = delivery.receivedAt + 24 * hour
    expect(await foundAt(due - 1)).toEqual([])
    expect(await listed(delivery)).toBeUndefined()
    expect(await foundAt(due)).toMatchObject([
      {
        message: 'a transcript is overdue',
        platform: 'zoom',
        externalId: delivery.webhook.externalId,
        webhookEventId: delivery.webhookEventId,
        dueAt: new Date(due),
      },
    ])
    expect(await foundAt(due + hour)).toEqual([])
    expect(await listed(delivery)).toMatchObject({
      external_id: delivery.webhook.externalId,
      announced_by: delivery.webhookEventId,
      due_at: new Date(due),
      overdue_at: new Date(due),
      status: 'processed',
      reason: 'No transcript file available',
    })
  })

  test('is logged once however many recorders look at the same moment', async () => {
    const deliveries = Array.from({ length: 30 }, () => recorded())
    await record(...deliveries.flatMap(({ entries }) => entries))
    const recorders = [1, 2, 3].map(() => watchAt(deliveries[0]!.receivedAt + 24 * hour))
    await Promise.all(recorders.map(({ watch }) => watch()))
    const found = recorders.flatMap(({ logged }) => logged as { externalId: string }[]).map(({ externalId }) => externalId)
    expect(found).toHaveLength(30)
    expect(new Set(found)).toEqual(new Set(deliveries.map(({ webhook }) => webhook.externalId)))
  })

  test('is no longer listed when it comes late, and it stays known that it was late', async () => {
    const delivery = recorded()
    await record(...delivery.entries)
    const late = delivery.receivedAt + 30 * hour
    await foundAt(late - hour)
    const second = deliveryOf(delivery.webhook)
    const details = { transcriptId: delivery.transcriptId }
    await record(second.entry('verifier', 'verified'), second.entry('transcript-processor', 'processing', { at: late, details }))
    expect(await listed(delivery)).toBeUndefined()
    const rows = await database.postgres.query('SELECT transcript_at, overdue_at FROM mcp.expected_transcripts WHERE transcript_id = $1', [
      delivery.transcriptId,
    ])
    expect(rows).toEqual([{ transcript_at: new Date(late), overdue_at: new Date(late - hour) }])
    expect(await foundAt(late + 100 * hour)).toEqual([])
  })

  test('is not overdue where it came in time, or where the platform says that there is none', async () => {
    const [came, none] = [recorded(), recorded()]
    const transcriptId = came.transcriptId
    await record(...came.entries, came.entry('transcript-processor', 'processing', { details: { transcriptId } }))
    const details = { transcript: 'none', expectedTranscriptId: none.transcriptId }
    await record(...none.entries, none.entry('transcript-processor', 'processed', { details }))
    expect(await foundAt(came.receivedAt + 1_000 * hour)).toEqual([])
  })

  test('is found while its delivery waits, and after it was given up', async () => {
    const [waiting, givenUp] = [meeting('fireflies'), meeting('otter')]
    await record(
      waiting.entry('verifier', 'verified'),
      waiting.entry('transcript-processor', 'retrying', { reason: 'the meeting is still live: its transcript is not final' }),
      givenUp.entry('verifier', 'verified'),
      givenUp.entry('transcript-processor', 'failed', { reason: 'Otter answered 404.', attempt: 5 }),
    )
    expect(await foundAt(waiting.receivedAt + 2 * hour)).toMatchObject([{ externalId: waiting.webhook.externalId }])
    expect(await foundAt(waiting.receivedAt + 8 * hour)).toMatchObject([{ externalId: givenUp.webhook.externalId }])
    expect(await listed(waiting)).toMatchObject({
      status: 'processing',
      reason: 'the meeting is still live: its transcript is not final',
    })
    expect(await listed(givenUp)).toMatchObject({ status: 'failed', reason: 'Otter answered 404.' })
  })

  test('is not looked for beyond what is recorded: the rest of the journal may tell that it came', async () => {
    const delivery = recorded()
    await record(...delivery.entries)
    const due = delivery.receivedAt + 24 * hour
    expect(await foundAt(due + hour, due - 1)).toEqual([])
    expect(await foundAt(due + hour, due)).toHaveLength(1)
  })
})

test('the rows are the same for every order of the entries, however often each comes', async () => {
  const first = recorded()
  const again = deliveryOf(first.webhook)
  const details = { transcriptId: first.transcriptId }
  const entries = [
    ...first.entries,
    again.entry('verifier', 'verified', { receivedAt: again.receivedAt - 5_000 }),
    again.entry('transcript-processor', 'processing', { details }),
    again.entry('transcript-processor', 'processed', { details }),
    again.entry('transcript-processor', 'processed', { details: { transcript: 'none', expectedTranscriptId: first.transcriptId } }),
  ]
  const rows = () => database.postgres.query('SELECT * FROM mcp.expected_transcripts WHERE transcript_id = $1', [first.transcriptId])
  await recordExpected(database.postgres, entries, deadlines)
  const expected = await rows()
  expect(expected).toMatchObject([
    { announced_by: again.webhookEventId, transcript_at: new Date(entries.at(-3)!.at), none_at: new Date(entries.at(-1)!.at) },
  ])
  const orders = fc.tuple(fc.shuffledSubarray([...entries, ...entries], { minLength: 14 }), fc.integer({ min: 1, max: 14 }))
  await fc.assert(
    fc.asyncProperty(orders, async ([order, size]) => {
      await database.postgres.query('DELETE FROM mcp.expected_transcripts WHERE transcript_id = $1', [first.transcriptId])
      for (let from = 0; from < order.length; from += size)
        await recordExpected(database.postgres, order.slice(from, from + size), deadlines)
      expect(await rows()).toEqual(expected)
    }),
    { numRuns: 30 },
  )
})

test('overdue transcripts are counted by platform until they come, and told as one alert of their platform', async () => {
  const register = new Registry()
  const metrics = createRecorderMetrics({
    register,
    postgres: database.postgres,
    kafka: { unread: async () => [] },
    retryDelays: [],
    now: Date.now,
    log: { warn: () => undefined },
  })
  const counted = async () => {
    await metrics.refresh()
    const line = (await register.metrics()).split('\n').find((text) => text.startsWith('hansard_overdue_transcripts{platform="otter"}'))
    return Number(line?.split(' ')[1] ?? 0)
  }
  const before = await counted()
  const deliveries = [meeting('otter'), meeting('otter')]
  const soon = Date.now() - 8 * hour
  await record(...deliveries.map((delivery, index) => delivery.entry('verifier', 'verified', { receivedAt: soon - index })))
  await foundAt(Date.now())
  expect(await counted()).toBe(before + 2)
  const [delivery] = deliveries
  await record(delivery!.entry('transcript-processor', 'processing', { details: { transcriptId: delivery!.transcriptId } }))
  expect(await counted()).toBe(before + 1)
  const [alert] = await database.postgres.query<{ count: number; message: string }>(
    `SELECT severity, platform, count, message, hint FROM mcp.alerts WHERE fingerprint = 'overdue-otter'`,
  )
  expect(alert).toMatchObject({ severity: 'medium', platform: 'otter', count: 3, hint: 'npm run hansard -- overdue' })
  expect(alert!.message).toMatch(
    /^No transcript came of meeting-0\.\d+, announced at 2026-03-03 09:30 UTC and due by 2026-03-03 17:30 UTC$/,
  )
})

test('looking for the overdue reads an index of what is awaited, not the history', async () => {
  const plan = await database.postgres.transaction(async (transaction) => {
    // The table is small here: a plan that can do without reading all of it is to be seen all the same.
    await transaction.query('SET LOCAL enable_seqscan = off')
    return transaction.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT transcript_id FROM mcp.expected_transcripts
       WHERE overdue_at IS NULL AND transcript_at IS NULL AND none_at IS NULL AND due_at <= now() ORDER BY due_at LIMIT 500`,
    )
  })
  expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('expected_transcripts_due')
})

test('while PostgreSQL is away nothing is found and nothing is thrown', async () => {
  const logged: unknown[] = []
  const watch = createOverdueWatch({
    postgres: { query: () => Promise.reject(new Error('connection refused')) },
    recordedUntil: async () => 1,
    log: { warn: (fields: object) => void logged.push(fields) } as never,
    now: () => 1,
  })
  await watch()
  expect(logged).toEqual([{ error: 'connection refused' }])
})
