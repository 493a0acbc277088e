import { randomUUID } from 'node:crypto'
import type { Queryable } from '@hansard/shared/postgres/postgres'
import { transcriptIdOf } from '@hansard/shared/transcript-id'

export interface RecordedStep {
  readonly stage: string
  readonly status: string
  readonly attempt?: number
  readonly reason?: string
  readonly details?: Readonly<Record<string, string>>
}

/** Writes a delivery and its steps as the recorder would, a second apart; returns its id. */
export const recordDelivery = async (
  postgres: Queryable,
  delivery: {
    readonly externalId: string
    readonly aliases?: readonly string[]
    readonly receivedAt?: Date
    readonly status?: string
    readonly workspaceId?: string
  },
  steps: readonly RecordedStep[],
): Promise<string> => {
  const id = randomUUID()
  const receivedAt = delivery.receivedAt ?? new Date(Date.UTC(2026, 2, 3, 9, 30))
  await postgres.query(
    `INSERT INTO mcp.webhook_events (id, platform, event_type, external_id, aliases, status, received_at, workspace_id)
     VALUES ($1, 'zoom', 'recording.completed', $2, $3, $4, $5, $6)`,
    [id, delivery.externalId, delivery.aliases ?? [], delivery.status ?? 'processed', receivedAt, delivery.workspaceId ?? null],
  )
  for (const [index, { stage, status, attempt = 1, reason = null, details = {} }] of steps.entries())
    await postgres.query(
      `INSERT INTO mcp.webhook_event_steps (entry_id, webhook_event_id, stage, status, reason, at, attempt, origin, details, rank)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'input/0/1', $8, $9)`,
      [
        randomUUID(),
        id,
        stage,
        status,
        reason,
        new Date(receivedAt.getTime() + 1000 * (index + 1)),
        attempt,
        JSON.stringify(details),
        index,
      ],
    )
  return id
}

/** Writes that a delivery announced the transcript of a meeting at Zoom as the recorder would; returns the transcript's id. */
export const recordExpected = async (
  postgres: Queryable,
  meeting: { readonly workspaceId: string; readonly externalId: string },
  announced: { readonly by: string; readonly at: Date; readonly dueAt: Date; readonly overdueAt?: Date; readonly transcriptAt?: Date },
): Promise<string> => {
  const transcriptId = transcriptIdOf({ platform: 'zoom', ...meeting })
  await postgres.query(
    `INSERT INTO mcp.expected_transcripts
       (transcript_id, workspace_id, platform, external_id, announced_at, announced_by, due_at, overdue_at, transcript_at)
     VALUES ($1, $2, 'zoom', $3, $4, $5, $6, $7, $8)`,
    [
      transcriptId,
      meeting.workspaceId,
      meeting.externalId,
      announced.at,
      announced.by,
      announced.dueAt,
      announced.overdueAt ?? null,
      announced.transcriptAt ?? null,
    ],
  )
  return transcriptId
}
