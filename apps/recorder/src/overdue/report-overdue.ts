import { messageOf } from '@hansard/shared/errors'
import type { Queryable } from '@hansard/shared/postgres/postgres'
import type { Logger } from '@hansard/shared/runtime/logger'
import { noteAlerts } from '../alerts/note-alerts.ts'
import type { RecordedUntil } from './recorded-until.ts'

interface FoundOverdue {
  readonly transcriptId: string
  readonly workspaceId: string
  readonly platform: string
  readonly externalId: string
  readonly webhookEventId: string
  readonly announcedAt: Date
  readonly dueAt: Date
}

export interface OverdueOptions {
  readonly postgres: Queryable
  readonly recordedUntil: RecordedUntil
  readonly log: Pick<Logger, 'warn'>
  /** Epoch milliseconds. */
  now(): number
}

/** Found in one statement; more are found at once after it. */
const atOnce = 500

/**
 * Finds the transcripts that are overdue now and were not before: each is logged once, whoever finds it, and noted as an alert of its
 * platform. Costs as much as there is to find. Never rejects: while PostgreSQL or Kafka is away nothing is found.
 */
export const createOverdueWatch =
  ({ postgres, recordedUntil, log, now }: OverdueOptions): (() => Promise<void>) =>
  async () => {
    try {
      const until = await recordedUntil()
      if (until === undefined) return
      for (let found = atOnce; found === atOnce;) {
        const rows = await postgres.query<FoundOverdue>(statement, [new Date(until), new Date(now()), atOnce])
        for (const row of rows) log.warn(row, 'a transcript is overdue')
        found = rows.length
      }
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'overdue transcripts could not be looked for')
    }
  }

const statement = `
WITH due AS (
  SELECT transcript_id FROM mcp.expected_transcripts
  WHERE overdue_at IS NULL AND transcript_at IS NULL AND none_at IS NULL AND due_at <= $1
  ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED
), found AS (
  UPDATE mcp.expected_transcripts AS expected SET overdue_at = $2
  FROM due WHERE due.transcript_id = expected.transcript_id
  RETURNING expected.*
), noted AS (
  ${noteAlerts(`
  SELECT DISTINCT ON (platform)
    'overdue-' || platform AS fingerprint, 'medium' AS severity, 'Transcripts are overdue' AS title, NULL AS stage, platform,
    'No transcript came of ' || left(external_id, 200) || ', announced at ' || to_char(announced_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')
      || ' UTC and due by ' || to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC' AS message,
    'npm run hansard -- overdue' AS hint, announced_by AS webhook_event_id,
    overdue_at AS first_at, overdue_at AS last_at, (count(*) OVER (PARTITION BY platform))::integer AS count
  FROM found ORDER BY platform, due_at, transcript_id`)}
)
SELECT transcript_id AS "transcriptId", workspace_id AS "workspaceId", platform, external_id AS "externalId",
  announced_by AS "webhookEventId", announced_at AS "announcedAt", due_at AS "dueAt"
FROM found ORDER BY due_at, transcript_id`
