import type { Queryable } from '@hansard/shared/postgres/postgres'
import { clockSlackMs, sharedSketch } from '../decide/pairs.ts'
import type { Profile } from '../score/profile.ts'
import { comparedWithinMs } from '../score/score.ts'

/** More are not compared with one transcript: those whose sketches are most alike come first, then the nearest in time. */
const mostCandidates = 60

/**
 * The profiles of transcripts whose stated times meet this one's, or whose sketches share something with its sketch, all within 24
 * hours: what `worthComparing` would name, by two indexes.
 */
export const candidates = async (on: Queryable, profile: Profile): Promise<readonly Profile[]> => {
  const rows = await on.query<{ readonly profile: Profile }>(
    `WITH alike AS (
       SELECT transcript_id, count(*) AS hits FROM meetings.sketches
       WHERE workspace_id = $1 AND hash = ANY ($8::integer[]) AND starts_ms BETWEEN $2::bigint - $3::bigint AND $2::bigint + $3::bigint
       GROUP BY transcript_id)
     SELECT profile FROM meetings.transcripts LEFT JOIN alike USING (transcript_id)
     WHERE workspace_id = $1 AND starts_ms BETWEEN $2::bigint - $3::bigint AND $2::bigint + $3::bigint AND transcript_id <> $4
       AND (NOT $5 OR NOT clock_known OR (starts_ms < $6::bigint + $7::bigint AND ends_ms > $2::bigint - $7::bigint) OR hits >= $9)
     ORDER BY coalesce(hits, 0) DESC, abs(starts_ms - $2::bigint), transcript_id
     LIMIT ${mostCandidates}`,
    [
      profile.workspaceId,
      profile.startsAt,
      comparedWithinMs,
      profile.transcriptId,
      profile.clockKnown,
      profile.endsAt,
      clockSlackMs,
      profile.sketch,
      sharedSketch,
    ],
  )
  return rows.map((row) => row.profile)
}
