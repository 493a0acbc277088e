import { randomUUID } from 'node:crypto'
import type { MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import type { Queryable } from '@hansard/shared/postgres/postgres'

export interface StoredRevision {
  readonly meetingId: string
  readonly revision: number
  readonly kind: string
  readonly transcripts: readonly string[]
  readonly otherMeetingId?: string
  readonly title?: string
}

/** Writes a revision of a meeting and its transcripts as the merger would. */
export const storeRevision = async (postgres: Queryable, workspaceId: string, stored: StoredRevision): Promise<void> => {
  const { meetingId, revision, kind, transcripts, otherMeetingId = null, title = 'Weekly' } = stored
  const status = transcripts.length === 0 ? 'withdrawn' : 'active'
  const document: MergedTranscript = {
    meetingId,
    revision,
    workspaceId,
    status,
    change: {
      kind,
      reason: `because of ${kind}`,
      webhookEventId: null,
      by: null,
      otherMeetingId,
      segmentsAdded: 0,
      segmentsRemoved: 0,
      segmentsChanged: 0,
      fields: [],
    },
    title,
    startedAt: Date.UTC(2026, 2, 3, 9),
    durationMs: null,
    participants: [],
    sources: transcripts.map((transcriptId, index) => ({
      transcriptId,
      revisionId: randomUUID(),
      webhookEventId: randomUUID(),
      platform: 'zoom',
      externalId: `external-${transcriptId}`,
      offsetMs: 0,
      score: index === 0 ? null : 0.95,
      reasons: [],
      coverage: 1,
      agreement: 1,
    })),
    segments: [],
    quality: null,
    speakers: [],
    revisedAt: Date.UTC(2026, 2, 3, 10, revision),
  }
  await postgres.query(
    `INSERT INTO meetings.meetings (meeting_id, workspace_id, status, revision, other_meeting_id) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (meeting_id) DO UPDATE SET status = $3, revision = $4, other_meeting_id = $5`,
    [meetingId, workspaceId, status, revision, otherMeetingId],
  )
  await postgres.query('INSERT INTO meetings.revisions (meeting_id, revision, kind, input_id, document) VALUES ($1, $2, $3, $4, $5)', [
    meetingId,
    revision,
    kind,
    randomUUID(),
    JSON.stringify(document),
  ])
  for (const transcriptId of transcripts) await storeTranscript(postgres, workspaceId, transcriptId, meetingId)
}

const storeTranscript = async (postgres: Queryable, workspaceId: string, transcriptId: string, meetingId: string): Promise<void> => {
  const revisionId = randomUUID()
  await postgres.query(
    `INSERT INTO meetings.transcript_revisions (revision_id, transcript_id, workspace_id, document) VALUES ($1, $2, $3, '{}')`,
    [revisionId, transcriptId, workspaceId],
  )
  await postgres.query(
    `INSERT INTO meetings.transcripts (transcript_id, workspace_id, revision_id, updated_ms, received_ms, starts_ms, ends_ms, clock_known, profile, meeting_id)
     VALUES ($1, $2, $3, 0, 0, 0, 0, true, '{}', $4) ON CONFLICT (transcript_id) DO UPDATE SET meeting_id = $4`,
    [transcriptId, workspaceId, revisionId, meetingId],
  )
}
