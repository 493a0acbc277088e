import type { Queryable } from '@hansard/shared/postgres/postgres'

/** Of 128 rows each: some tenths of a second, far from the ten that a statement may take. */
const transcriptsAtOnce = 100

/**
 * Forgets the sketches of transcripts that began before `before` (epoch milliseconds): what comes later still is put to their meetings by
 * its times. Resolves with the number of transcripts. Processes may do so at the same time: what one has in hand, the others pass over.
 */
export const purgeSketches = async (postgres: Queryable, before: number): Promise<number> => {
  let purged = 0
  for (;;) {
    const [row] = await postgres.query<{ readonly count: number }>(
      `WITH old AS (
         SELECT transcript_id, workspace_id, starts_ms, profile FROM meetings.transcripts
         WHERE sketch_kept AND starts_ms < $1 ORDER BY starts_ms LIMIT ${transcriptsAtOnce} FOR UPDATE SKIP LOCKED
       ), forgotten AS (
         DELETE FROM meetings.sketches s USING old, json_array_elements_text(old.profile -> 'sketch') AS of (hash)
         WHERE s.workspace_id = old.workspace_id AND s.hash = of.hash::integer AND s.starts_ms = old.starts_ms
           AND s.transcript_id = old.transcript_id
       ), marked AS (
         UPDATE meetings.transcripts t SET sketch_kept = false FROM old WHERE t.transcript_id = old.transcript_id RETURNING 1
       ) SELECT count(*)::integer AS count FROM marked`,
      [before],
    )
    const count = row?.count ?? 0
    purged += count
    if (count < transcriptsAtOnce) return purged
  }
}
