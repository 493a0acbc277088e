import type { Queryable } from '@hansard/shared/postgres/postgres'
import { transcriptIdOf } from '@hansard/shared/transcript-id'

/** How one stage ended a delivery, as the recorder has it. */
export interface Step {
  readonly at: Date
  readonly stage: string
  readonly status: string
  readonly reason: string | null
  readonly attempt: number
  readonly details: Readonly<Record<string, string>>
}

/** A delivery and its way. What the verifier alone knows is null until its entry is read. */
export interface DeliveryTrace {
  readonly id: string
  readonly platform: string | null
  readonly eventType: string | null
  readonly externalId: string | null
  readonly workspaceId: string | null
  readonly status: string
  readonly receivedAt: Date | null
  readonly steps: readonly Step[]
}

/** Ids of the deliveries that go by this name: their own id, that of a transcript or meeting they led to (or should have), the platform's id or an alias. */
export const deliveriesNamed = async (postgres: Queryable, name: string): Promise<readonly string[]> => {
  const rows = await postgres.query<{ readonly id: string }>(
    `SELECT id FROM mcp.webhook_events WHERE id = $2
     UNION SELECT id FROM mcp.webhook_events WHERE external_id = $1
     UNION SELECT id FROM mcp.webhook_events WHERE aliases @> ARRAY[$1]
     UNION SELECT webhook_event_id FROM mcp.webhook_event_steps
       WHERE details ? 'meetingId' AND details ->> 'meetingId' = $2::text AND webhook_event_id IS NOT NULL
     UNION SELECT webhook_event_id FROM mcp.webhook_event_steps
       WHERE details ? 'transcriptId' AND details ->> 'transcriptId' = $2::text AND webhook_event_id IS NOT NULL
     UNION SELECT event.id FROM mcp.expected_transcripts AS expected
       JOIN mcp.webhook_events AS event USING (workspace_id, platform, external_id) WHERE expected.transcript_id = $2`,
    [name, uuidOf(name)],
  )
  return rows.map(({ id }) => id)
}

/** Ids of the deliveries that led to these transcripts. */
export const deliveriesOf = async (postgres: Queryable, transcriptIds: readonly string[]): Promise<readonly string[]> => {
  const rows = await postgres.query<{ readonly id: string }>(
    `SELECT DISTINCT webhook_event_id AS id FROM mcp.webhook_event_steps
     WHERE details ? 'transcriptId' AND details ->> 'transcriptId' = ANY ($1) AND webhook_event_id IS NOT NULL`,
    [transcriptIds],
  )
  return rows.map(({ id }) => id)
}

/** The newest `limit` of these deliveries with their steps, in order of receipt. */
export const traceDeliveries = async (postgres: Queryable, ids: readonly string[], limit: number): Promise<readonly DeliveryTrace[]> => {
  const rows = await postgres.query<Omit<DeliveryTrace, 'steps'>>(
    `SELECT id, platform, event_type AS "eventType", external_id AS "externalId", workspace_id AS "workspaceId", status, received_at AS "receivedAt"
     FROM mcp.webhook_events WHERE id = ANY ($1) ORDER BY received_at DESC NULLS LAST, id DESC LIMIT $2`,
    [ids, limit],
  )
  const steps = await postgres.query<Step & { readonly delivery: string }>(
    `SELECT webhook_event_id AS delivery, at, stage, status, reason, attempt, details
     FROM mcp.webhook_event_steps WHERE webhook_event_id = ANY ($1) ORDER BY at, rank, entry_id`,
    [rows.map(({ id }) => id)],
  )
  const stepsOf = Map.groupBy(steps, ({ delivery }) => delivery)
  return rows.toReversed().map((row) => ({ ...row, steps: (stepsOf.get(row.id) ?? []).map(stepOf) }))
}

const stepOf = ({ at, stage, status, reason, attempt, details }: Step): Step => ({ at, stage, status, reason, attempt, details })

/** Ids that the steps of these deliveries give under these names, in order, each once. */
export const namedIn = (deliveries: readonly DeliveryTrace[], ...names: readonly string[]): readonly string[] => {
  const named = deliveries.flatMap(({ steps }) => steps.flatMap(({ details }) => names.map((name) => uuidOf(details[name] ?? ''))))
  return [...new Set(named.filter((id) => id !== null))]
}

/** Ids of the transcripts that these deliveries led to or should have. */
export const transcriptsOf = (deliveries: readonly DeliveryTrace[]): readonly string[] => {
  const announced = deliveries.flatMap(({ workspaceId, platform, externalId }) =>
    workspaceId === null || platform === null || externalId === null ? [] : [transcriptIdOf({ workspaceId, platform, externalId })],
  )
  return [...new Set([...namedIn(deliveries, 'transcriptId'), ...announced])]
}

/** What became of the commands that people gave about these meetings and transcripts: they belong to no delivery. */
export const commandSteps = async (
  postgres: Queryable,
  ids: { readonly meetings: readonly string[]; readonly transcripts: readonly string[] },
) => {
  const steps = await postgres.query<Step>(
    `SELECT at, stage, status, reason, attempt, details FROM mcp.webhook_event_steps
     WHERE webhook_event_id IS NULL AND (
       (details ? 'meetingId' AND details ->> 'meetingId' = ANY ($1)) OR (details ? 'transcriptId' AND details ->> 'transcriptId' = ANY ($2)))
     ORDER BY at, entry_id`,
    [ids.meetings, ids.transcripts],
  )
  return steps.map(stepOf)
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The name if it is a UUID, in the spelling of the tables. */
export const uuidOf = (name: string): string | null => (uuid.test(name) ? name.toLowerCase() : null)
