import type { Queryable } from '@hansard/shared/postgres/postgres'
import { clockSlackMs, sharedSketch } from '../decide/pairs.ts'
import type { Profile } from '../score/profile.ts'
import { comparedWithinMs } from '../score/score.ts'

/** More are not compared with one transcript: those whose sketches are most alike come first, then the nearest in time. */
const mostCandidates = 60
/** What so many transcripts of two days say is a manner of speaking and tells no two of them apart. */
const mostOfOneHash = 100

/** The next ones that begin with it or after it. */
const after = (clock: string, until: string): string => `
  (SELECT transcript_id, starts_ms FROM meetings.transcripts WHERE workspace_id = $1 AND ${clock} AND starts_ms BETWEEN $2 AND ${until}
   ORDER BY starts_ms LIMIT ${mostCandidates + 1})`

/** The last ones that began before it and end after `from`. */
const before = (clock: string, from: string): string => `
  (SELECT transcript_id, starts_ms FROM meetings.transcripts WHERE workspace_id = $1 AND ${clock} AND starts_ms >= $3 AND starts_ms < $2 AND ends_ms >= ${from}
   ORDER BY starts_ms DESC LIMIT ${mostCandidates})`

/** Reads no more rows than these limits allow, however many transcripts a workspace has. */
const statement = `
WITH alike AS MATERIALIZED (
  SELECT transcript_id, starts_ms, count(*) AS hits
  FROM unnest($7::integer[]) AS own (hash) CROSS JOIN LATERAL (
    SELECT transcript_id, starts_ms FROM meetings.sketches
    WHERE workspace_id = $1 AND sketches.hash = own.hash AND starts_ms BETWEEN $3 AND $4 LIMIT ${mostOfOneHash}) AS same
  GROUP BY transcript_id, starts_ms
), found AS (
  SELECT transcript_id, starts_ms FROM alike WHERE hits >= ${sharedSketch}
  UNION ${after('clock_known', '$5')}
  UNION ${before('clock_known', '$6')}
  UNION ${after('NOT clock_known', '$4')}
  UNION ${before('NOT clock_known', '$3')}
), best AS MATERIALIZED (
  SELECT transcript_id, coalesce(hits, 0) AS hits, abs(starts_ms - $2) AS apart FROM found LEFT JOIN alike USING (transcript_id, starts_ms)
  WHERE transcript_id <> $8 ORDER BY coalesce(hits, 0) DESC, apart, transcript_id LIMIT ${mostCandidates}
)
SELECT (SELECT profile FROM meetings.transcripts WHERE transcript_id = best.transcript_id) AS profile FROM best
ORDER BY hits DESC, apart, transcript_id`

/**
 * The profiles of transcripts whose stated times meet this one's, or whose sketches share something with its sketch, all within 24
 * hours: what `worthComparing` would name.
 */
export const candidates = async (on: Queryable, profile: Profile): Promise<readonly Profile[]> => {
  const { startsAt, endsAt, clockKnown } = profile
  const [earliest, latest] = [startsAt - comparedWithinMs, startsAt + comparedWithinMs]
  const [metUntil, metFrom] = clockKnown ? [Math.min(endsAt + clockSlackMs, latest), startsAt - clockSlackMs] : [latest, earliest]
  const rows = await on.query<{ readonly profile: Profile }>(statement, [
    profile.workspaceId,
    startsAt,
    earliest,
    latest,
    metUntil,
    metFrom,
    profile.sketch,
    profile.transcriptId,
  ])
  return rows.map((row) => row.profile)
}
