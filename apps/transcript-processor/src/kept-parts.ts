import type { KeptPart } from '@hansard/platforms/platform'
import { uuidV5 } from '@hansard/shared/ids'
import type { Postgres } from '@hansard/shared/postgres/postgres'

/** The files of transcripts that platforms announce one by one. */
export interface KeptParts {
  /** Keeps the files, each id once; one that was told of later stays. Resolves with all that are kept of the transcript. Throws UnavailableError. */
  keep(transcriptId: string, parts: readonly KeptPart[]): Promise<readonly KeptPart[]>
  /** Forgets files that were kept longer than that many milliseconds ago. */
  purge(olderThanMs: number): Promise<void>
}

interface Row {
  readonly name: string
  readonly told_ms: number | null
  readonly content: string
}

/** More than a meeting is ever recorded in; the files told of last are the ones that count. */
const mostParts = 200

export const createKeptParts = (postgres: Postgres): KeptParts => ({
  async keep(transcriptId, parts) {
    const rows = await postgres.query<Row>(
      `WITH told AS (
         INSERT INTO mcp.transcript_parts AS p (transcript_id, part, name, told_ms, content)
         SELECT $1, * FROM unnest($2::uuid[], $3::text[], $4::bigint[], $5::text[])
         ON CONFLICT (transcript_id, part) DO UPDATE SET told_ms = excluded.told_ms, content = excluded.content, kept_at = now()
           WHERE coalesce(excluded.told_ms, 0) >= coalesce(p.told_ms, 0)
         RETURNING part, name, told_ms::float8, content
       ), known AS (
         SELECT * FROM told
         UNION ALL
         SELECT part, name, told_ms::float8, content FROM mcp.transcript_parts
         WHERE transcript_id = $1 AND part NOT IN (SELECT part FROM told)
       )
       SELECT name, told_ms, content FROM known ORDER BY told_ms DESC NULLS LAST LIMIT ${mostParts}`,
      [
        transcriptId,
        parts.map(({ id }) => uuidV5('part', id)),
        parts.map(({ id }) => id),
        parts.map(({ toldAt }) => toldAt),
        parts.map(({ content }) => content),
      ],
    )
    return rows.map(({ name, told_ms, content }) => ({ id: name, toldAt: told_ms, content }))
  },
  async purge(olderThanMs) {
    await postgres.query(`DELETE FROM mcp.transcript_parts WHERE kept_at < now() - make_interval(secs => $1)`, [olderThanMs / 1000])
  },
})
