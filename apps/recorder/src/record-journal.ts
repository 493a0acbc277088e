import type { JournalEntry } from '@hansard/shared/contracts/contracts.generated'
import type { Queryable } from '@hansard/shared/postgres/postgres'
import { eventRowOf, joinRows, type EventRow } from './event-row.ts'
import { noteAlerts } from './alerts/note-alerts.ts'
import { stepRows } from './step-row.ts'

/**
 * Records entries of webhooks.journal.v1, in one statement: a step each, the state of their deliveries, and an
 * integration error for each that failed, of which people are to be told. Recording the same entries again, or in another
 * order, changes nothing.
 */
export const recordJournal = async (postgres: Queryable, entries: readonly JournalEntry[]): Promise<void> => {
  const events = eventRows(entries)
  await postgres.query(statement, [JSON.stringify(stepRows(entries)), JSON.stringify(events)])
  const identified = events.filter(({ integration_id: id }) => id !== null).map(({ id }) => id)
  // A statement of its own, because it must see errors that were recorded meanwhile by another recorder.
  if (identified.length > 0) await postgres.query(nameIntegration, [identified])
}

/** One row per delivery, flat as the table is. */
const eventRows = (entries: readonly JournalEntry[]) => {
  const rows = new Map<string, EventRow>()
  for (const entry of entries) {
    const row = eventRowOf(entry)
    if (row === undefined) continue
    const known = rows.get(row.id)
    rows.set(row.id, known === undefined ? row : joinRows(known, row))
  }
  return [...rows.values()]
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, webhook, status, traceparent, received_at }) => ({
      id,
      traceparent,
      received_at,
      integration_id: webhook?.integration_id ?? null,
      workspace_id: webhook?.workspace_id ?? null,
      platform: webhook?.platform ?? null,
      event_type: webhook?.event_type ?? null,
      external_id: webhook?.external_id ?? null,
      aliases: webhook?.aliases ?? [],
      payload: webhook?.payload ?? null,
      verified: webhook?.verified ?? null,
      webhook_rank: webhook?.rank ?? null,
      webhook_entry: webhook?.entry ?? null,
      webhook_at: webhook?.at ?? null,
      status: status.status,
      error_message: status.error_message,
      result: status.result,
      processed_at: status.processed_at,
      status_rank: status.rank,
      status_entry: status.entry,
      status_at: status.at,
    }))
}

/** The columns taken together from the entry that says most, and what tells which that is. */
const groups = [
  { name: 'webhook', columns: 'integration_id workspace_id platform event_type external_id aliases payload verified'.split(' ') },
  { name: 'status', columns: 'status error_message result processed_at'.split(' ') },
].map(({ name, columns }) => ({
  columns: [...columns, `${name}_rank`, `${name}_entry`, `${name}_at`],
  // Of two copies of one entry the first written stays: hence the times the other way round. NULL: nothing told so far.
  newer: `(excluded.${name}_rank, excluded.${name}_entry, e.${name}_at) > (coalesce(e.${name}_rank, -1), e.${name}_entry, excluded.${name}_at)`,
}))

const takeNewer = groups
  .flatMap(({ columns, newer }) => columns.map((column) => `${column} = CASE WHEN ${newer} THEN excluded.${column} ELSE e.${column} END`))
  .join(',\n    ')

const eventColumns = `id, ${groups.flatMap(({ columns }) => columns).join(', ')}, traceparent, received_at`

/** `joinRows` and the like, done with the rows in the tables. */
const statement = `
WITH step AS (
  SELECT * FROM json_populate_recordset(NULL::mcp.webhook_event_steps, $1)
), recorded AS (
  INSERT INTO mcp.webhook_event_steps AS s (entry_id, webhook_event_id, stage, status, reason, at, attempt, origin, details, rank)
  SELECT entry_id, webhook_event_id, stage, status, reason, at, attempt, origin, details, rank FROM step
  ON CONFLICT (entry_id) DO UPDATE
    SET status = excluded.status, reason = excluded.reason, at = excluded.at, details = excluded.details, rank = excluded.rank
    WHERE (excluded.rank, s.at) > (s.rank, excluded.at)
), event AS (
  INSERT INTO mcp.webhook_events AS e (${eventColumns})
  SELECT ${eventColumns} FROM json_populate_recordset(NULL::mcp.webhook_events, $2)
  ON CONFLICT (id) DO UPDATE SET
    ${takeNewer},
    traceparent = least(e.traceparent COLLATE "C", excluded.traceparent COLLATE "C"),
    received_at = least(e.received_at, excluded.received_at),
    updated_at = now()
  RETURNING id, integration_id
), failed AS (
INSERT INTO core.integration_errors (id, integration_id, webhook_event_id, error_type, error_message, context, created_at)
SELECT step.entry_id, event.integration_id, step.webhook_event_id,
  coalesce(step.details ->> 'errorClass', 'webhook.processing_failed'), coalesce(step.reason, 'No reason was given.'),
  step.details || jsonb_build_object('stage', step.stage, 'attempt', step.attempt, 'origin', step.origin), step.at
FROM step LEFT JOIN event ON event.id = step.webhook_event_id
WHERE step.status = 'failed'
ON CONFLICT (id) DO NOTHING
RETURNING id, webhook_event_id, error_type, error_message, context, created_at
)
${noteAlerts(`
SELECT DISTINCT ON (fingerprint)
  fingerprint, 'high' AS severity, stage || ' gave up deliveries' AS title, stage, NULL AS platform, left(error_message, 1000) AS message,
  'npm run hansard -- dlq explain ' || fingerprint AS hint, webhook_event_id,
  min(created_at) OVER alike AS first_at, max(created_at) OVER alike AS last_at, (count(*) OVER alike)::integer AS count
FROM (
  SELECT *, context ->> 'stage' AS stage,
    left(coalesce(context ->> 'fingerprint', (context ->> 'stage') || '-' || error_type), 200) AS fingerprint
  FROM failed
) AS known
WINDOW alike AS (PARTITION BY fingerprint)
ORDER BY fingerprint, created_at, id`)}`

/** Which integration failed is known once the verifier's entry is. */
const nameIntegration = `
UPDATE core.integration_errors AS failed SET integration_id = event.integration_id
FROM mcp.webhook_events AS event
WHERE event.id = failed.webhook_event_id AND failed.webhook_event_id = ANY ($1::uuid[]) AND failed.integration_id IS NULL`
