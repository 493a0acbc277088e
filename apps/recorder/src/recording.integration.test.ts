import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JournalEntry, SecurityEvent } from '@hansard/shared/contracts/contracts.generated'
import { addWorkspace } from '@hansard/shared/directory/administration'
import { migrate } from '@hansard/shared/postgres/migrate'
import { createPostgres } from '@hansard/shared/postgres/postgres'
import { eventRowOf, joinRows } from './event-row.ts'
import { createRecorderMetrics } from './metrics.ts'
import { recordJournal } from './record-journal.ts'
import { recordSecurityEvents } from './record-security-events.ts'
import { deliveryOf, processedDelivery } from './test-entries.ts'

const databaseUrl = process.env.DATABASE_URL!
const postgres = createPostgres(databaseUrl)

beforeAll(() => migrate(databaseUrl))
afterAll(() => postgres.close())

/** The row without what differs between two recordings of the same entries. */
const recordedRow = async (id: string) => {
  const [row] = await postgres.query<Record<string, unknown>>('SELECT * FROM mcp.webhook_events WHERE id = $1', [id])
  if (row !== undefined) delete row.updated_at
  return row
}

const recordedSteps = (id: string) =>
  postgres.query<{ stage: string; status: string; attempt: number }>(
    'SELECT stage, status, attempt FROM mcp.webhook_event_steps WHERE webhook_event_id = $1 ORDER BY at',
    [id],
  )

const forget = async (id: string) => {
  for (const table of [
    'mcp.webhook_events WHERE id',
    'mcp.webhook_event_steps WHERE webhook_event_id',
    'core.integration_errors WHERE webhook_event_id',
  ])
    await postgres.query(`DELETE FROM ${table} = $1`, [id])
}

describe('recording the journal', () => {
  test('comes to the same row, steps and errors for every order of the entries and every way of batching them', async () => {
    const delivery = processedDelivery()
    const { webhookEventId } = delivery
    const failed = delivery.entry('merger', 'failed', { attempt: 5, reason: 'broken', details: { errorClass: 'TransientError' } })
    const givenBack = { ...delivery.entries[4]!, attempt: 6 }
    const writtenAgain = { ...failed, at: failed.at + 1 }
    const entries = [...delivery.entries.slice(0, 4), failed, givenBack, writtenAgain]
    const outcome = async () => [
      await recordedRow(webhookEventId),
      await postgres.query('SELECT * FROM mcp.webhook_event_steps WHERE webhook_event_id = $1 ORDER BY entry_id', [webhookEventId]),
      await postgres.query('SELECT id, integration_id FROM core.integration_errors WHERE webhook_event_id = $1', [webhookEventId]),
    ]
    await recordJournal(postgres, entries)
    const expected = await outcome()
    expect(expected[0]).toMatchObject({ status: 'processed', platform: 'zoom' })
    const orders = fc.tuple(fc.shuffledSubarray(entries, { minLength: entries.length }), fc.integer({ min: 1, max: entries.length }))
    await fc.assert(
      fc.asyncProperty(orders, async ([order, size]) => {
        await forget(webhookEventId)
        for (let from = 0; from < order.length; from += size) await recordJournal(postgres, order.slice(from, from + size))
        expect(await outcome()).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })

  test('makes of a processed delivery the row that the pure function makes', async () => {
    const { entries, webhookEventId } = processedDelivery()
    for (const entry of entries) await recordJournal(postgres, [entry])
    const { webhook, status, ...own } = entries.map((entry) => eventRowOf(entry)!).reduce(joinRows)
    const { rank, entry, at, ...columns } = status
    const times = { received_at: new Date(own.received_at!), processed_at: new Date(status.processed_at!), status_at: new Date(at) }
    const told = webhook === null ? {} : { payload: webhook.payload, aliases: webhook.aliases, integration_id: webhook.integration_id }
    expect(await recordedRow(webhookEventId)).toMatchObject({
      ...own,
      ...told,
      ...columns,
      ...times,
      status_rank: rank,
      status_entry: entry,
    })
    expect(await recordedSteps(webhookEventId)).toEqual(entries.map(({ stage, status: s, attempt }) => ({ stage, status: s, attempt })))
  })

  test('takes many deliveries, and several entries of one, in one batch', async () => {
    const deliveries = Array.from({ length: 40 }, () => processedDelivery())
    const entries = deliveries.flatMap((delivery) => delivery.entries)
    await recordJournal(postgres, [...entries, ...entries])
    const rows = await postgres.query<{ status: string }>('SELECT status FROM mcp.webhook_events WHERE id = ANY ($1)', [
      deliveries.map(({ webhookEventId }) => webhookEventId),
    ])
    expect(rows).toEqual(Array.from({ length: 40 }, () => ({ status: 'processed' })))
  })

  test('survives recorders that record the same deliveries at once', async () => {
    const deliveries = Array.from({ length: 20 }, () => processedDelivery())
    const entries = deliveries.flatMap((delivery) => delivery.entries)
    const recordings = [
      entries,
      entries.toReversed(),
      entries.filter((_, index) => index % 2 === 0),
      entries.filter((_, index) => index % 2 === 1),
    ]
    await Promise.all(recordings.map((recording) => recordJournal(postgres, recording)))
    for (const { webhookEventId } of deliveries)
      expect(await recordedRow(webhookEventId)).toMatchObject({ status: 'processed', platform: 'zoom' })
  })

  test('keeps an integration error for a failure, naming the integration however late it is known', async () => {
    const delivery = deliveryOf()
    const details = { errorClass: 'PermanentError', deadLetter: 'transcript-processor.dlq/0/7' }
    const failed = delivery.entry('transcript-processor', 'failed', { attempt: 5, reason: 'Zoom answered 404.', details })
    await recordJournal(postgres, [failed])
    await recordJournal(postgres, [delivery.entry('verifier', 'verified')])
    expect(await postgres.query('SELECT * FROM core.integration_errors WHERE webhook_event_id = $1', [delivery.webhookEventId])).toEqual([
      {
        id: failed.entryId,
        integration_id: delivery.webhook.integrationId,
        webhook_event_id: delivery.webhookEventId,
        error_type: 'PermanentError',
        error_message: 'Zoom answered 404.',
        context: { ...details, stage: 'transcript-processor', attempt: 5, origin: failed.origin },
        created_at: new Date(failed.at),
      },
    ])
  })

  test('takes what PostgreSQL cannot store as it is: NUL, half characters, endless names, depth', async () => {
    const long = 'é'.repeat(5_000)
    const payload = `{"a\\u0000":"\\ud800","deep":${'['.repeat(50_000)}${']'.repeat(50_000)},"big":1e999}`
    const delivery = deliveryOf({ payload, externalId: `${long}\0`, aliases: [long, 'short'], eventType: 'a\0b' })
    await recordJournal(postgres, [
      delivery.entry('verifier', 'verified', { reason: 'c\0d', details: { 'e\0': 'f\0' }, traceparent: '\0' }),
    ])
    expect(await recordedRow(delivery.webhookEventId)).toMatchObject({
      event_type: 'a\ufffdb',
      aliases: ['short'],
      external_id: `${long}\ufffd`,
    })
  })

  test('keeps a step whose delivery nobody could name', async () => {
    const nameless = (webhookEventId: string | null): JournalEntry =>
      deliveryOf().entry('verifier', 'failed', { webhookEventId, reason: 'no header' })
    const entries = [nameless(null), nameless('not a uuid')]
    await recordJournal(postgres, entries)
    const ids = entries.map(({ entryId }) => entryId)
    const steps = await postgres.query('SELECT webhook_event_id FROM mcp.webhook_event_steps WHERE entry_id = ANY ($1)', [ids])
    expect(steps).toEqual([{ webhook_event_id: null }, { webhook_event_id: null }])
    expect(await postgres.query('SELECT id FROM core.integration_errors WHERE id = ANY ($1)', [ids])).toHaveLength(2)
  })
})

describe('recording security events', () => {
  test('keeps each once, however often it is read', async () => {
    const event: SecurityEvent = {
      eventId: randomUUID(),
      type: 'webhook.signature_verification_failed',
      platform: 'otter',
      integrationId: null,
      remoteAddress: '198.51.100.7',
      detail: 'the signature is another one\0',
      headers: { 'x-otter-signature': '[redacted]', 'user-agent': 'curl' },
      count: 12,
      at: Date.UTC(2026, 2, 3),
    }
    await recordSecurityEvents(postgres, [event, event])
    await recordSecurityEvents(postgres, [event])
    expect(await postgres.query('SELECT * FROM core.security_events WHERE event_id = $1', [event.eventId])).toEqual([
      {
        event_id: event.eventId,
        type: event.type,
        platform: 'otter',
        integration_id: null,
        remote_address: '198.51.100.7',
        detail: 'the signature is another one\ufffd',
        headers: event.headers,
        count: 12,
        at: new Date(event.at),
      },
    ])
  })
})

test('the queue of a platform holds what is verified and not finished, and is told when it is empty', async () => {
  const platform = `platform-${randomUUID()}`
  const register = new Registry()
  const kafka = { unread: async () => [] }
  const metrics = createRecorderMetrics({ register, postgres, kafka, retryDelays: [], now: Date.now, log: { warn: () => undefined } })
  const size = async () => {
    await metrics.refresh()
    const line = (await register.metrics()).split('\n').find((text) => text.startsWith(`webhook_queue_size{platform="${platform}"}`))
    return line?.split(' ')[1]
  }
  const delivery = deliveryOf({ platform })
  await recordJournal(postgres, [delivery.entry('verifier', 'verified'), delivery.entry('deduper', 'retrying')])
  expect(await size()).toBe('1')
  await recordJournal(postgres, [delivery.entry('deduper', 'duplicate', { attempt: 2 })])
  expect(await size()).toBeUndefined()
  const workspaceId = await addWorkspace(postgres, { name: platform, domains: [], members: [] })
  await postgres.query('INSERT INTO core.integrations (workspace_id, platform, name) VALUES ($1, $2, $3)', [workspaceId, platform, 'main'])
  expect(await size()).toBe('0')
})
