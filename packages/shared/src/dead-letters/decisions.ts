import type { Queryable } from '../postgres/postgres.ts'
import type { DeadLetter } from './letter.ts'

/** Where a dead letter stands. `redriving`: somebody began to give it back and did not come to say whether it is on its way. */
export type LetterState = 'open' | 'parked' | 'redriving' | 'redriven'

/** What is known of a letter beyond its headers. */
export interface Standing {
  readonly state: LetterState
  /** Of the decision; undefined for `open`, and for what the stage parked itself. */
  readonly by: string | undefined
  readonly reason: string | undefined
  /** Epoch milliseconds. */
  readonly at: number | undefined
}

/** Who decides, and why. */
export interface Decider {
  readonly by: string
  readonly reason: string
}

interface Row {
  readonly id: string
  readonly parked_at: Date | null
  readonly parked_by: string | null
  readonly parked_reason: string | null
  readonly claimed_at: Date | null
  readonly claimed_by: string | null
  readonly claimed_reason: string | null
  readonly redriven_at: Date | null
}

/** What people decided, and where each letter therefore stands. */
export const standingsOf = async (postgres: Queryable, stages: readonly string[]): Promise<(letter: DeadLetter) => Standing> => {
  const rows = await postgres.query<Row>('SELECT * FROM mcp.dead_letters WHERE stage = ANY ($1)', [stages])
  const byId = new Map(rows.map((row) => [row.id, row]))
  return (letter) => standing(letter, byId.get(letter.id))
}

const untouched = { by: undefined, reason: undefined, at: undefined }

const standing = ({ parkedBecause, lastFailedAt }: DeadLetter, row: Row | undefined): Standing => {
  if (row !== undefined && row.claimed_at !== null) {
    const state = row.redriven_at === null ? 'redriving' : 'redriven'
    return { state, by: row.claimed_by ?? undefined, reason: row.claimed_reason ?? undefined, at: row.claimed_at.getTime() }
  }
  if (row !== undefined && row.parked_at !== null)
    return { state: 'parked', by: row.parked_by ?? undefined, reason: row.parked_reason ?? undefined, at: row.parked_at.getTime() }
  return parkedBecause === undefined
    ? { state: 'open', ...untouched }
    : { state: 'parked', ...untouched, reason: parkedBecause, at: lastFailedAt }
}

/**
 * Takes the right to give these letters back, and returns the ids of those it got: each letter's is given once. One that a
 * person parked meanwhile is left alone unless `parkedToo`.
 */
export const claimLetters = async (
  postgres: Queryable,
  letters: readonly DeadLetter[],
  { by, reason }: Decider,
  parkedToo: boolean,
): Promise<ReadonlySet<string>> => {
  const rows = await postgres.query<{ readonly id: string }>(
    `INSERT INTO mcp.dead_letters AS d (id, stage, claimed_at, claimed_by, claimed_reason)
     SELECT id, stage, now(), $3, $4 FROM unnest($1::uuid[], $2::text[]) AS wanted (id, stage) ORDER BY id
     ON CONFLICT (id) DO UPDATE SET claimed_at = now(), claimed_by = $3, claimed_reason = $4
       WHERE d.claimed_at IS NULL AND (d.parked_at IS NULL OR $5)
     RETURNING id`,
    [letters.map(({ id }) => id), letters.map(({ stage }) => stage), by, reason, parkedToo],
  )
  return new Set(rows.map(({ id }) => id))
}

/** They are in the retry topic. */
export const confirmRedriven = async (postgres: Queryable, ids: readonly string[]): Promise<void> => {
  await postgres.query('UPDATE mcp.dead_letters SET redriven_at = now() WHERE id = ANY ($1::uuid[]) AND claimed_at IS NOT NULL', [ids])
}

/** They are not in the retry topic and never will be by that claim: as if nobody had claimed them. */
export const releaseClaims = async (postgres: Queryable, ids: readonly string[]): Promise<void> => {
  await postgres.query(
    'DELETE FROM mcp.dead_letters WHERE id = ANY ($1::uuid[]) AND redriven_at IS NULL AND parked_at IS NULL AND claimed_at IS NOT NULL',
    [ids],
  )
  await postgres.query(
    `UPDATE mcp.dead_letters SET claimed_at = NULL, claimed_by = NULL, claimed_reason = NULL
     WHERE id = ANY ($1::uuid[]) AND redriven_at IS NULL AND parked_at IS NOT NULL`,
    [ids],
  )
}

/** Ids of the letters of a stage that somebody claimed without saying what came of it. */
export const claimsInDoubt = async (postgres: Queryable, stage: string): Promise<readonly string[]> => {
  const rows = await postgres.query<{ readonly id: string }>(
    'SELECT id FROM mcp.dead_letters WHERE stage = $1 AND claimed_at IS NOT NULL AND redriven_at IS NULL',
    [stage],
  )
  return rows.map(({ id }) => id)
}

/** Marks letters as looked at, and returns the ids of those it could: what was given back cannot be parked. */
export const parkLetters = async (
  postgres: Queryable,
  letters: readonly DeadLetter[],
  { by, reason }: Decider,
): Promise<ReadonlySet<string>> => {
  const rows = await postgres.query<{ readonly id: string }>(
    `INSERT INTO mcp.dead_letters AS d (id, stage, parked_at, parked_by, parked_reason)
     SELECT id, stage, now(), $3, $4 FROM unnest($1::uuid[], $2::text[]) AS wanted (id, stage) ORDER BY id
     ON CONFLICT (id) DO UPDATE SET parked_at = now(), parked_by = $3, parked_reason = $4 WHERE d.claimed_at IS NULL
     RETURNING id`,
    [letters.map(({ id }) => id), letters.map(({ stage }) => stage), by, reason],
  )
  return new Set(rows.map(({ id }) => id))
}
