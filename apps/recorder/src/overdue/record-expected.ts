import type { JournalEntry } from '@hansard/shared/contracts/contracts.generated'
import type { Queryable } from '@hansard/shared/postgres/postgres'
import { expectedRows } from './expected-rows.ts'
import type { TranscriptDeadlines } from './transcript-deadlines.ts'

/**
 * Records which transcripts are awaited and which came, as entries of webhooks.journal.v1 tell it, in one statement. The same
 * entries again, or in another order, change nothing.
 */
export const recordExpected = async (
  postgres: Queryable,
  entries: readonly JournalEntry[],
  deadlines: TranscriptDeadlines,
): Promise<void> => {
  const rows = expectedRows(entries, deadlines)
  if (rows.length > 0) await postgres.query(statement, [JSON.stringify(rows)])
}

const announced = ['workspace_id', 'platform', 'external_id', 'announced_at', 'announced_by', 'due_at']
const columns = ['transcript_id', ...announced, 'transcript_at', 'none_at'].join(', ')

/** The earlier announcement, of two at once that of the lesser delivery; NULL: none so far. */
const earlier = `(coalesce(excluded.announced_at, 'infinity'), excluded.announced_by) < (coalesce(e.announced_at, 'infinity'), e.announced_by)`

const statement = `
INSERT INTO mcp.expected_transcripts AS e (${columns})
SELECT ${columns} FROM json_populate_recordset(NULL::mcp.expected_transcripts, $1)
ON CONFLICT (transcript_id) DO UPDATE SET
  ${announced.map((column) => `${column} = CASE WHEN ${earlier} THEN excluded.${column} ELSE e.${column} END`).join(',\n  ')},
  transcript_at = least(e.transcript_at, excluded.transcript_at),
  none_at = least(e.none_at, excluded.none_at)
-- Most deliveries tell nothing new of their meeting: their row is not written again.
WHERE ${earlier} OR excluded.transcript_at < coalesce(e.transcript_at, 'infinity') OR excluded.none_at < coalesce(e.none_at, 'infinity')`
