import type { MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import type { Queryable } from '@hansard/shared/postgres/postgres'

/** A meeting as the merger has it, without what was said. */
export interface MeetingTrace {
  readonly id: string
  readonly workspaceId: string
  /** active, or withdrawn: its transcripts are in another meeting now. */
  readonly status: string
  readonly otherMeetingId: string | null
  readonly title: string | null
  readonly startedAt: Date | null
  /** Of the newest revision; none when withdrawn. */
  readonly sources: readonly Source[]
  /** What the sources are worth together; null when withdrawn, and for meetings told before that was reckoned. */
  readonly quality: MergedTranscript['quality']
  readonly speakers: MergedTranscript['speakers']
  /** The newest ones, oldest of them first. */
  readonly revisions: readonly Revision[]
}

export type Source = Pick<MergedTranscript['sources'][number], 'transcriptId' | 'platform' | 'externalId' | 'score' | 'reasons'>

export interface Revision {
  readonly revision: number
  readonly at: Date
  readonly kind: string
  readonly reason: string
  readonly by: string | null
  /** The delivery that caused it; null when a person did. */
  readonly webhookEventId: string | null
}

interface MeetingRow {
  readonly id: string
  readonly workspaceId: string
  readonly status: string
  readonly otherMeetingId: string | null
}

const revisionsShown = 20

/** The meeting of that id, also one that was withdrawn. */
export const meetingOf = async (postgres: Queryable, id: string): Promise<MeetingTrace | undefined> => {
  const [row] = await postgres.query<MeetingRow>(
    `SELECT meeting_id AS id, workspace_id AS "workspaceId", status, other_meeting_id AS "otherMeetingId"
     FROM meetings.meetings WHERE meeting_id = $1`,
    [id],
  )
  if (row === undefined) return undefined
  // Whole, though only a little of each is wanted: PostgreSQL cannot look into a json that holds a U+0000 somewhere.
  const documents = await postgres.query<{ readonly document: MergedTranscript }>(
    'SELECT document FROM meetings.revisions WHERE meeting_id = $1 ORDER BY revision DESC LIMIT $2',
    [id, revisionsShown],
  )
  const newest = documents[0]?.document
  return {
    ...row,
    title: newest?.title ?? null,
    startedAt: newest === undefined || newest.startedAt === null ? null : new Date(newest.startedAt),
    sources: (newest?.sources ?? []).map(({ transcriptId, platform, externalId, score, reasons }) => ({
      transcriptId,
      platform,
      externalId,
      score,
      reasons,
    })),
    // Revisions that were stored before these fields existed lack them.
    quality: newest?.quality ?? null,
    speakers: newest?.speakers ?? [],
    revisions: documents.map(({ document }) => revisionOf(document)).toReversed(),
  }
}

const revisionOf = ({ revision, revisedAt, change: { kind, reason, by, webhookEventId } }: MergedTranscript): Revision => ({
  revision,
  at: new Date(revisedAt),
  kind,
  reason,
  by,
  webhookEventId,
})

/** Those of the named revisions that the meeting has. */
export const revisionsOf = async (
  postgres: Queryable,
  meetingId: string,
  revisions: readonly number[],
): Promise<readonly MergedTranscript[]> => {
  const rows = await postgres.query<{ readonly document: MergedTranscript }>(
    'SELECT document FROM meetings.revisions WHERE meeting_id = $1 AND revision = ANY ($2::integer[])',
    [meetingId, revisions],
  )
  return rows.map(({ document }) => document)
}

/** Ids of the meetings that hold these transcripts now. */
export const meetingsHolding = async (postgres: Queryable, transcriptIds: readonly string[]): Promise<readonly string[]> => {
  const rows = await postgres.query<{ readonly id: string }>(
    'SELECT DISTINCT meeting_id AS id FROM meetings.transcripts WHERE transcript_id = ANY ($1::uuid[]) AND meeting_id IS NOT NULL',
    [transcriptIds],
  )
  return rows.map(({ id }) => id)
}
