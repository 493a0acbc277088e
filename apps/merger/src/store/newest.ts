import type { Queryable, Transaction } from '@hansard/shared/postgres/postgres'
import type { Newest } from '../decide/meetings.ts'
import type { RevisionOrder } from '../decide/revision-order.ts'
import type { Profile } from '../score/profile.ts'

interface NewestRow {
  readonly revision_id: string
  readonly updated_ms: string
  readonly received_ms: string
  readonly meeting_id: string | null
  readonly profile: Profile
}

export const newest = async (on: Queryable, transcriptId: string): Promise<Newest | undefined> => {
  const [row] = await on.query<NewestRow>(
    'SELECT revision_id, updated_ms, received_ms, meeting_id, profile FROM meetings.transcripts WHERE transcript_id = $1',
    [transcriptId],
  )
  if (row === undefined) return undefined
  const order = { revisionId: row.revision_id, updatedAt: Number(row.updated_ms), receivedAt: Number(row.received_ms) }
  return { order, meetingId: row.meeting_id, profile: row.profile }
}

/** Makes a revision its transcript's newest: its times and its sketch are what others find it by. */
export const setNewest = (
  on: Transaction,
  profile: Profile,
  { revisionId, updatedAt, receivedAt }: RevisionOrder,
  before: Profile | undefined,
): void => {
  const { transcriptId, workspaceId, startsAt, endsAt, clockKnown } = profile
  on.send(
    `INSERT INTO meetings.transcripts
       (transcript_id, workspace_id, revision_id, updated_ms, received_ms, starts_ms, ends_ms, clock_known, profile)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (transcript_id) DO UPDATE
       SET revision_id = $3, updated_ms = $4, received_ms = $5, starts_ms = $6, ends_ms = $7, clock_known = $8, profile = $9, sketch_kept = true`,
    [transcriptId, workspaceId, revisionId, updatedAt, receivedAt, startsAt, endsAt, clockKnown, JSON.stringify(profile)],
  )
  // By the whole key: an index by transcript would cost as much again as the table.
  if (before !== undefined)
    on.send(
      'DELETE FROM meetings.sketches WHERE workspace_id = $1 AND hash = ANY ($2::integer[]) AND starts_ms = $3 AND transcript_id = $4',
      [workspaceId, before.sketch, before.startsAt, transcriptId],
    )
  on.send(
    'INSERT INTO meetings.sketches (workspace_id, hash, starts_ms, transcript_id) SELECT $1, hash, $3, $4 FROM unnest($2::integer[]) AS hash',
    [workspaceId, profile.sketch, startsAt, transcriptId],
  )
}
