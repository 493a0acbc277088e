import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addWorkspace } from '@hansard/shared/directory/administration'
import { createTestDatabase, type TestDatabase } from '@hansard/shared/postgres/test-database'
import { hansard } from '../hansard.ts'
import { createTestTerminal } from '../terminal/test-terminal.ts'
import { recordDelivery, recordExpected } from '../where/test-journal.ts'

let database: TestDatabase
let workspaceId: string
beforeAll(async () => {
  database = await createTestDatabase(process.env.DATABASE_URL!)
  workspaceId = await addWorkspace(database.postgres, { name: 'Acme', domains: [], members: [] })
})
afterAll(() => database.drop())
beforeEach(async () => void (await database.postgres.query('DELETE FROM mcp.expected_transcripts')))

const run = async (...args: readonly string[]) => {
  const { terminal, printed, remarks } = createTestTerminal()
  return { exitCode: await hansard(args, { env: { DATABASE_URL: database.url }, terminal }), printed, remarks: remarks.join('\n') }
}

const hour = 3_600_000
const at = new Date(Date.now() - 25 * hour - 90_000)
const dueAt = new Date(Date.now() - hour - 90_000)

const overdue = async (overdueAt: Date | undefined = dueAt, transcriptAt?: Date) => {
  const meeting = { workspaceId, externalId: `A1/${randomUUID()}` }
  const by = await recordDelivery(database.postgres, { ...meeting, receivedAt: at }, [
    { stage: 'verifier', status: 'verified' },
    { stage: 'transcript-processor', status: 'processed', reason: 'No transcript file available' },
  ])
  const transcriptId = await recordExpected(database.postgres, meeting, { by, at, dueAt, overdueAt, ...(transcriptAt && { transcriptAt }) })
  return { ...meeting, by, transcriptId }
}

describe('overdue', () => {
  test('says so when nothing is', async () => {
    await overdue(dueAt, new Date())
    expect(await run('overdue')).toEqual({ exitCode: 0, printed: ['No transcript is overdue.'], remarks: '' })
    expect((await run('overdue', '--json')).printed).toEqual(['[]'])
  })

  test('lists each with its meeting, since when, why, and how to learn more, in 80 columns', async () => {
    const { externalId, by } = await overdue()
    const { exitCode, printed } = await run('overdue')
    expect(exitCode).toBe(0)
    const text = (moment: Date) => moment.toISOString().slice(0, 23).replace('T', ' ')
    expect(printed).toEqual([
      '1 transcript is overdue.',
      '',
      `zoom ${externalId}, of Acme`,
      `  announced ${text(at)}, due by ${text(dueAt)}: 1 h 1 min`,
      '  ago',
      '  processed: No transcript file available',
      `  npm run hansard -- where ${by}`,
    ])
  })

  test('shows the newest and says how many are older', async () => {
    await overdue(new Date(Date.now() - 3_000))
    await overdue(new Date(Date.now() - 2_000))
    const newest = await overdue(new Date(Date.now() - 1_000))
    const { printed, remarks } = await run('overdue', '--limit', '1')
    expect(printed[0]).toBe('3 transcripts are overdue.')
    expect(printed.filter((line) => line.startsWith('zoom'))).toEqual([`zoom ${newest.externalId}, of Acme`])
    expect(remarks).toContain('2 older ones are not shown')
  })

  test('gives programs everything', async () => {
    const { externalId, transcriptId, by } = await overdue()
    expect(JSON.parse((await run('overdue', '--json')).printed.join('\n'))).toEqual([
      {
        transcriptId,
        workspace: 'Acme',
        platform: 'zoom',
        externalId,
        announcedAt: at.toISOString(),
        dueAt: dueAt.toISOString(),
        webhookEventId: by,
        status: 'processed',
        reason: 'No transcript file available',
      },
    ])
  })

  test('and where says of it that it is overdue, and later that it was late', async () => {
    const { by, transcriptId } = await overdue()
    expect((await run('where', by)).printed).toContain(`Transcript ${transcriptId} · overdue`)
    await database.postgres.query('UPDATE mcp.expected_transcripts SET transcript_at = now()')
    const { printed } = await run('where', by)
    expect(printed).toContain(`Transcript ${transcriptId} · late`)
    expect(printed.join('\n')).toContain('it came 1 h 1 min later')
  })
})
