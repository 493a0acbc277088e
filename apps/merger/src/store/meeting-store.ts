import type { FetchedTranscript } from '@hansard/shared/contracts/contracts.generated'
import type { Postgres, Queryable } from '@hansard/shared/postgres/postgres'
import type { MeetingStore, Meetings } from '../decide/meetings.ts'
import { candidates } from './candidates.ts'
import { settle, settled } from './inbox.ts'
import { newest, setNewest } from './newest.ts'
import { regionReader } from './region-reader.ts'
import { personsDecisions } from './persons-decisions.ts'
import { addRevision, newestRevisions } from './revisions.ts'

/** The meetings in PostgreSQL: one transaction for each input, one at a time in a workspace. */
export const createMeetingStore = (postgres: Postgres): MeetingStore => ({
  within: (workspaceId, work) =>
    postgres.transaction(async (transaction) => {
      // Ends with the transaction. Two processes hold one partition for a moment while partitions move.
      await transaction.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`meetings ${workspaceId}`])
      return work(meetingsOf(transaction, workspaceId))
    }),
})

const meetingsOf = (on: Queryable, workspaceId: string): Meetings => ({
  ...regionReader(on),
  settled: (inputId) => settled(on, inputId),
  newest: (transcriptId) => newest(on, transcriptId),
  candidates: (profile) => candidates(on, profile),
  transcripts: (transcriptIds) => transcripts(on, transcriptIds),
  async keepRevision(transcript) {
    await on.query(
      'INSERT INTO meetings.transcript_revisions (revision_id, transcript_id, workspace_id, document) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [transcript.revisionId, transcript.transcriptId, workspaceId, JSON.stringify(transcript)],
    )
  },
  setNewest: (profile, order) => setNewest(on, profile, order),
  async replacePairs(transcriptId, pairs) {
    await on.query('DELETE FROM meetings.pairs WHERE a = $1 OR b = $1', [transcriptId])
    if (pairs.length === 0) return
    await on.query(
      `INSERT INTO meetings.pairs (a, b, score, joins)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::float8[], $4::boolean[])`,
      [pairs.map(({ a }) => a), pairs.map(({ b }) => b), pairs.map(({ score }) => score), pairs.map(({ joins }) => joins)],
    )
  },
  ...personsDecisions(on, workspaceId),
  newestRevisions: (meetingIds) => newestRevisions(on, meetingIds),
  addRevision: (merged, inputId) => addRevision(on, merged, inputId),
  settle: (inputId, ending) => settle(on, workspaceId, inputId, ending),
})

const transcripts = async (on: Queryable, transcriptIds: readonly string[]): Promise<readonly FetchedTranscript[]> => {
  const rows = await on.query<{ readonly document: FetchedTranscript }>(
    `SELECT document FROM meetings.transcripts JOIN meetings.transcript_revisions USING (revision_id)
     WHERE transcripts.transcript_id = ANY ($1::uuid[]) ORDER BY transcripts.transcript_id`,
    [transcriptIds],
  )
  return rows.map(({ document }) => document)
}
