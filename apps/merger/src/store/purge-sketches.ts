import type { Queryable } from '@hansard/shared/postgres/postgres'

/** Rows that one statement removes: some tenths of a second, far from the ten that a statement may take. */
const rowsAtOnce = 20_000

/**
 * Forgets the sketches of transcripts that began before `before` (epoch milliseconds): a transcript that comes later still is put to its
 * meeting by its times. Resolves with the number of rows. Processes may do so at the same time: what one removes, the others pass over.
 */
export const purgeSketches = async (postgres: Queryable, before: number): Promise<number> => {
  let removed = 0
  for (;;) {
    const [row] = await postgres.query<{ readonly count: number }>(
      `WITH removed AS (
         DELETE FROM meetings.sketches WHERE ctid = ANY (ARRAY(
           SELECT ctid FROM meetings.sketches WHERE starts_ms < $1 LIMIT ${rowsAtOnce} FOR UPDATE SKIP LOCKED)) RETURNING 1
       ) SELECT count(*)::integer AS count FROM removed`,
      [before],
    )
    const count = row?.count ?? 0
    removed += count
    if (count < rowsAtOnce) return removed
  }
}
