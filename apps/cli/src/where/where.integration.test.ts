import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '@hansard/shared/postgres/migrate'
import { createPostgres } from '@hansard/shared/postgres/postgres'
import { hansard } from '../hansard.ts'
import { createTestTerminal } from '../terminal/test-terminal.ts'
import { recordDelivery, recordExpected } from './test-journal.ts'
import { storeRevision } from './test-meeting.ts'
import { whereabouts } from './where.ts'

const databaseUrl = process.env.DATABASE_URL!
const postgres = createPostgres(databaseUrl)

beforeAll(() => migrate(databaseUrl))
afterAll(() => postgres.close())

const find = (name: string, limit = 20) => whereabouts(postgres, name, limit)

/** Two platforms' deliveries that were taken for meetings of their own first, then found to be one. */
const mergedMeeting = async () => {
  const workspaceId = randomUUID()
  const [first, second, transcriptA, transcriptB] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  const deliver = (externalId: string, transcriptId: string, meetingId: string, minute: number) =>
    recordDelivery(postgres, { externalId, aliases: [`alias-${externalId}`], receivedAt: new Date(Date.UTC(2026, 2, 3, 9, minute)) }, [
      { stage: 'verifier', status: 'verified' },
      { stage: 'deduper', status: 'processing' },
      { stage: 'transcript-processor', status: 'processing', details: { transcriptId } },
      { stage: 'merger', status: 'processed', details: { transcriptId, meetingId, revision: '1' } },
    ])
  const [externalA, externalB] = [`a-${randomUUID()}`, `b-${randomUUID()}`]
  const deliveries = [await deliver(externalA, transcriptA, first, 1), await deliver(externalB, transcriptB, second, 2)]
  await storeRevision(postgres, workspaceId, { meetingId: first, revision: 1, kind: 'created', transcripts: [transcriptA] })
  await storeRevision(postgres, workspaceId, { meetingId: second, revision: 1, kind: 'created', transcripts: [transcriptB] })
  await storeRevision(postgres, workspaceId, { meetingId: first, revision: 2, kind: 'absorbed', transcripts: [transcriptA, transcriptB] })
  await storeRevision(postgres, workspaceId, { meetingId: second, revision: 2, kind: 'withdrawn', transcripts: [], otherMeetingId: first })
  return { workspaceId, first, second, transcriptA, transcriptB, externalA, externalB, deliveries }
}

const ids = (rows: readonly { readonly id: string }[] | undefined) => rows?.map(({ id }) => id)

describe('where', () => {
  test('finds a delivery by its id, its transcript, the platform’s id and an alias, and the meetings it was and is in', async () => {
    const { deliveries, transcriptB, externalB, first, second } = await mergedMeeting()
    for (const name of [deliveries[1]!, deliveries[1]!.toUpperCase(), transcriptB, externalB, `alias-${externalB}`]) {
      const found = await find(name)
      expect(ids(found?.deliveries)).toEqual([deliveries[1]])
      expect(ids(found?.meetings)).toEqual([second, first])
    }
    expect((await find(deliveries[1]!))?.deliveries[0]?.steps.map(({ stage }) => stage)).toEqual([
      'verifier',
      'deduper',
      'transcript-processor',
      'merger',
    ])
  })

  test('finds for a meeting every delivery that made it, its sources and revisions, and what it took in', async () => {
    const { first, second, deliveries, transcriptA, transcriptB } = await mergedMeeting()
    const found = await find(first)
    expect(ids(found?.deliveries)).toEqual(deliveries)
    expect(found?.meetings).toMatchObject([
      {
        id: first,
        status: 'active',
        title: 'Weekly',
        sources: [
          { transcriptId: transcriptA, score: null },
          { transcriptId: transcriptB, score: 0.95 },
        ],
        revisions: [
          { revision: 1, kind: 'created' },
          { revision: 2, kind: 'absorbed' },
        ],
      },
      { id: second, status: 'withdrawn', otherMeetingId: first },
    ])
  })

  test('finds for a meeting that was taken into another one both, and every delivery', async () => {
    const { first, second, deliveries } = await mergedMeeting()
    const found = await find(second)
    expect(ids(found?.meetings)).toEqual([second, first])
    expect(found?.meetings[0]).toMatchObject({ status: 'withdrawn', otherMeetingId: first })
    expect(ids(found?.deliveries)).toEqual(deliveries)
  })

  test('tells what became of a person’s command, which belongs to no delivery', async () => {
    const { first, transcriptB } = await mergedMeeting()
    await postgres.query(
      `INSERT INTO mcp.webhook_event_steps (entry_id, stage, status, reason, at, attempt, origin, details, rank)
       VALUES ($1, 'merger', 'processed', 'taken out', now(), 1, 'meetings.commands.v1/0/1', $2, 1)`,
      [randomUUID(), JSON.stringify({ transcriptId: transcriptB, meetingId: randomUUID(), from: first, by: 'jo' })],
    )
    expect((await find(transcriptB))?.commands).toMatchObject([{ reason: 'taken out', details: { by: 'jo' } }])
    expect((await find(first))?.commands).toHaveLength(1)
  })

  test('finds for a duplicate the first, how that ended and what it led to', async () => {
    const { first: meetingId, second, transcriptB, deliveries } = await mergedMeeting()
    const duplicate = await recordDelivery(postgres, { externalId: randomUUID(), status: 'duplicate' }, [
      { stage: 'deduper', status: 'duplicate', details: { duplicateOf: deliveries[1]! } },
    ])
    const found = await find(duplicate)
    expect(ids(found?.deliveries)).toEqual([duplicate])
    expect(found?.firsts).toMatchObject([{ id: deliveries[1], status: 'processed' }])
    expect(found?.firsts[0]?.steps.at(-1)).toMatchObject({ stage: 'merger', details: { transcriptId: transcriptB } })
    expect(ids(found?.meetings)).toEqual([second, meetingId])
  })

  test('finds the first of a delivery that led to the words of another, which was a duplicate itself', async () => {
    const deliver = (details: Readonly<Record<string, string>>) =>
      recordDelivery(postgres, { externalId: randomUUID() }, [{ stage: 'transcript-processor', status: 'processed', details }])
    const original = await deliver({ transcriptId: randomUUID() })
    const same = await deliver({ sameAs: original })
    const duplicate = await deliver({ duplicateOf: same })
    expect(ids((await find(duplicate))?.firsts)).toEqual([same, original])
    // Who is each other's first, by a mistake, is told once.
    const [a, b] = [randomUUID(), randomUUID()]
    const one = await deliver({ duplicateOf: a, sameAs: b })
    expect((await find(one))?.firsts).toEqual([])
  })

  test('does not tell a first apart from the deliveries where it is among them', async () => {
    const externalId = randomUUID()
    const original = await recordDelivery(postgres, { externalId }, [])
    const duplicate = await recordDelivery(postgres, { externalId, receivedAt: new Date(Date.UTC(2026, 2, 3, 10)) }, [
      { stage: 'deduper', status: 'duplicate', details: { duplicateOf: original } },
    ])
    const found = await find(externalId)
    expect(ids(found?.deliveries)).toEqual([original, duplicate])
    expect(found?.firsts).toEqual([])
  })

  test('tells of a transcript that was announced until when it should come, by every name of its meeting', async () => {
    const meeting = { workspaceId: randomUUID(), externalId: randomUUID() }
    const delivery = await recordDelivery(postgres, meeting, [
      { stage: 'transcript-processor', status: 'processed', reason: 'No transcript file available', details: { transcript: 'awaited' } },
    ])
    const dueAt = new Date(Date.UTC(2026, 2, 4, 9, 30))
    const announced = { by: delivery, at: new Date(Date.UTC(2026, 2, 3, 9, 30)), dueAt }
    const transcriptId = await recordExpected(postgres, meeting, announced)
    for (const name of [delivery, meeting.externalId, transcriptId]) {
      const found = await find(name)
      expect(ids(found?.deliveries)).toEqual([delivery])
      expect(found?.expected).toMatchObject([{ transcriptId, announcedBy: delivery, dueAt, transcriptAt: null, noneAt: null }])
    }
  })

  test('tells the story of a transcript that was taken out of its meeting again', async () => {
    const { workspaceId, first, transcriptB, transcriptA, deliveries } = await mergedMeeting()
    const own = randomUUID()
    await storeRevision(postgres, workspaceId, { meetingId: first, revision: 3, kind: 'source-removed', transcripts: [transcriptA] })
    await storeRevision(postgres, workspaceId, { meetingId: own, revision: 1, kind: 'created', transcripts: [transcriptB] })
    await postgres.query(
      `INSERT INTO mcp.webhook_event_steps (entry_id, stage, status, reason, at, attempt, origin, details, rank)
       VALUES ($1, 'merger', 'processed', 'taken out, asked for by jo: another meeting', now(), 1, 'meetings.commands.v1/0/1', $2, 1)`,
      [randomUUID(), JSON.stringify({ transcriptId: transcriptB, meetingId: own, from: first, by: 'jo' })],
    )
    const found = await find(deliveries[1]!)
    expect(found?.commands).toMatchObject([{ reason: 'taken out, asked for by jo: another meeting' }])
    const kinds = found?.meetings.map(({ id, revisions }) => [id, ...revisions.map(({ kind }) => kind)])
    expect(kinds?.slice(1)).toEqual([
      [first, 'created', 'absorbed', 'source-removed'],
      [own, 'created'],
    ])
  })

  test('shows the newest deliveries of a name that many have, and how many more there are', async () => {
    const alias = `recurring-${randomUUID()}`
    const deliveries: string[] = []
    for (const minute of [3, 1, 2])
      deliveries.push(
        await recordDelivery(
          postgres,
          { externalId: randomUUID(), aliases: [alias], receivedAt: new Date(Date.UTC(2026, 2, 3, 9, minute)) },
          [],
        ),
      )
    const found = await find(alias, 2)
    expect(ids(found?.deliveries)).toEqual([deliveries[2], deliveries[0]])
    expect(found?.olderDeliveries).toBe(1)
  })

  test('shows a meeting whose title PostgreSQL itself could not read', async () => {
    const meetingId = randomUUID()
    await storeRevision(postgres, randomUUID(), { meetingId, revision: 1, kind: 'created', transcripts: [randomUUID()], title: 'a\0b' })
    expect((await find(meetingId))?.meetings[0]?.title).toBe('a\0b')
  })

  test('finds the meeting of a transcript whose deliveries are not recorded', async () => {
    const [meetingId, transcriptId] = [randomUUID(), randomUUID()]
    await storeRevision(postgres, randomUUID(), { meetingId, revision: 1, kind: 'created', transcripts: [transcriptId] })
    const found = await find(transcriptId)
    expect(found?.deliveries).toEqual([])
    expect(ids(found?.meetings)).toEqual([meetingId])
  })

  test('knows nothing of a name that nobody reported', async () => {
    expect(await find(randomUUID())).toBeUndefined()
    expect(await find("'; DROP SCHEMA mcp; --")).toBeUndefined()
  })

  test('prints text for people, JSON for programs, and ends with 1 for what nobody reported', async () => {
    const { first, deliveries } = await mergedMeeting()
    const run = async (...args: readonly string[]) => {
      const { terminal, printed, remarks } = createTestTerminal()
      const exitCode = await hansard(['where', ...args], { env: { DATABASE_URL: databaseUrl }, terminal })
      return { exitCode, printed, remarks: remarks.join('\n') }
    }
    const { exitCode, printed } = await run(first)
    expect(exitCode).toBe(0)
    for (const id of deliveries) expect(printed).toContain(`Delivery ${id} · processed`)
    expect(printed).toContain(`Meeting ${first} · active`)
    for (const line of printed) expect(line.length).toBeLessThanOrEqual(80)
    expect(JSON.parse((await run(first, '--json')).printed.join('\n'))).toMatchObject({
      name: first,
      deliveries: [{}, {}],
      meetings: [{ id: first }, { status: 'withdrawn' }],
    })
    const unknown = await run(randomUUID())
    expect(unknown).toMatchObject({ exitCode: 1, printed: [] })
    expect(unknown.remarks).toContain('is not reported by any stage yet')
  })
})
