import type { Queryable } from '@hansard/shared/postgres/postgres'

/** A transcript that deliveries announced, and whether it came. */
export interface ExpectedTranscript {
  readonly transcriptId: string
  readonly platform: string
  readonly externalId: string
  readonly announcedAt: Date
  /** The first delivery that told of the meeting. */
  readonly announcedBy: string
  readonly dueAt: Date
  readonly transcriptAt: Date | null
  /** When the platform said that there is none. */
  readonly noneAt: Date | null
}

export type ExpectedState = 'awaited' | 'overdue' | 'in time' | 'late' | 'none'

/** How things stand with it at a moment. */
export const stateOf = ({ dueAt, transcriptAt, noneAt }: ExpectedTranscript, now: Date): ExpectedState => {
  if (transcriptAt !== null) return transcriptAt > dueAt ? 'late' : 'in time'
  if (noneAt !== null) return 'none'
  return now >= dueAt ? 'overdue' : 'awaited'
}

/** Those of these ids that a delivery announced, in order of announcement. */
export const expectedTranscripts = async (postgres: Queryable, transcriptIds: readonly string[]): Promise<readonly ExpectedTranscript[]> =>
  postgres.query<ExpectedTranscript>(
    `SELECT transcript_id AS "transcriptId", platform, external_id AS "externalId", announced_at AS "announcedAt",
       announced_by AS "announcedBy", due_at AS "dueAt", transcript_at AS "transcriptAt", none_at AS "noneAt"
     FROM mcp.expected_transcripts WHERE transcript_id = ANY ($1::uuid[]) AND announced_at IS NOT NULL ORDER BY announced_at, transcript_id`,
    [transcriptIds],
  )
