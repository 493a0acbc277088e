import type { FetchedTranscript } from '@hansard/shared/contracts/contracts.generated'
import type { Postgres, Queryable, Transaction } from '@hansard/shared/postgres/postgres'
import type { MeetingStore, Meetings } from '../decide/meetings.ts'
import { candidates } from './candidates.ts'
import { settle, settled } from './inbox.ts'
import { newest, setNewest } from './newest.ts'
import { regionReader } from './region-reader.ts'
import { personsDecisions } from './persons-decisions.ts'
import { createPreparedTranscripts, type PreparedTranscripts } from './prepared-transcripts.ts'
import { addRevision, newestRevisions } from './revisions.ts'

/** The meetings in PostgreSQL: one transaction for each input, one at a time in a workspace. */
export const createMeetingStore = (postgres: Postgres): MeetingStore => {
  const transcripts = createPreparedTranscripts()
  return {
    within: (workspaceId, work) =>
      postgres.transaction(async (transaction) => {
        // Ends with the transaction. Two processes hold one partition for a moment while partitions move.
        transaction.send('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`meetings ${workspaceId}`])
        return work(meetingsOf(transaction, workspaceId, transcripts))
      }),
  }
}

const meetingsOf = (on: Transaction, workspaceId: string, transcripts: PreparedTranscripts): Meetings => ({
  ...regionReader(on),
  settled: (inputId) => settled(on, inputId),
  newest: (transcriptId) => newest(on, transcriptId),
  candidates: (profile) => candidates(on, profile),
  prepared: (profiles) => transcripts.of(profiles, (revisionIds) => keptRevisions(on, revisionIds)),
  keepRevision(revision) {
    const { transcript } = revision
    transcripts.remember(revision)
    on.send(
      `INSERT INTO meetings.transcript_revisions (revision_id, transcript_id, workspace_id, document) VALUES ($1, $2, $3, $4)
       ON CONFLICT (revision_id) DO UPDATE SET document = excluded.document`,
      [transcript.revisionId, transcript.transcriptId, workspaceId, JSON.stringify(transcript)],
    )
  },
  setNewest: (profile, order, before) => setNewest(on, profile, order, before),
  replacePairs(transcriptId, pairs) {
    on.send('DELETE FROM meetings.pairs WHERE a = $1 OR b = $1', [transcriptId])
    if (pairs.length === 0) return
    on.send(
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

const keptRevisions = async (on: Queryable, revisionIds: readonly string[]): Promise<readonly FetchedTranscript[]> => {
  const rows = await on.query<{ readonly document: FetchedTranscript }>(
    'SELECT document FROM meetings.transcript_revisions WHERE revision_id = ANY ($1::uuid[])',
    [revisionIds],
  )
  return rows.map(({ document }) => document)
}
