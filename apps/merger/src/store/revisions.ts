import type { MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import type { Queryable, Transaction } from '@hansard/shared/postgres/postgres'

/** Adds a revision to its meeting, which may be new, and moves the sources of an active one there. */
export const addRevision = (on: Transaction, merged: MergedTranscript, inputId: string): void => {
  const { meetingId, revision, status, workspaceId, change, sources } = merged
  on.send(
    `INSERT INTO meetings.meetings (meeting_id, workspace_id, status, revision, other_meeting_id) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (meeting_id) DO UPDATE SET status = $3, revision = $4, other_meeting_id = $5, updated_at = now()`,
    [meetingId, workspaceId, status, revision, status === 'withdrawn' ? change.otherMeetingId : null],
  )
  on.send('INSERT INTO meetings.revisions (meeting_id, revision, kind, input_id, document) VALUES ($1, $2, $3, $4, $5)', [
    meetingId,
    revision,
    change.kind,
    inputId,
    JSON.stringify(merged),
  ])
  if (sources.length > 0)
    on.send('UPDATE meetings.transcripts SET meeting_id = $1 WHERE transcript_id = ANY ($2::uuid[])', [
      meetingId,
      sources.map(({ transcriptId }) => transcriptId),
    ])
}

/** Revisions as they were published, in the order asked for. */
export const revisionsNamed = async (
  on: Queryable,
  names: readonly { readonly meetingId: string; readonly revision: number }[],
): Promise<readonly MergedTranscript[]> => {
  if (names.length === 0) return []
  const rows = await on.query<{ readonly document: MergedTranscript }>(
    `SELECT document FROM unnest($1::uuid[], $2::integer[]) WITH ORDINALITY AS named (meeting_id, revision, place)
     JOIN meetings.revisions USING (meeting_id, revision) ORDER BY place`,
    [names.map(({ meetingId }) => meetingId), names.map(({ revision }) => revision)],
  )
  return rows.map(({ document }) => document)
}

/** The newest revision of each meeting as it was published. */
export const newestRevisions = async (on: Queryable, meetingIds: readonly string[]): Promise<readonly MergedTranscript[]> => {
  if (meetingIds.length === 0) return []
  const rows = await on.query<{ readonly document: MergedTranscript }>(
    `SELECT document FROM meetings.meetings JOIN meetings.revisions USING (meeting_id, revision)
     WHERE meeting_id = ANY ($1::uuid[]) ORDER BY meeting_id`,
    [meetingIds],
  )
  return rows.map(({ document }) => document)
}
