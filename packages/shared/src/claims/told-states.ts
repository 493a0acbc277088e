import type { Queryable } from '../postgres/postgres.ts'
import type { Claimant } from './claims.ts'
import { timeOf, type Known, type Telling, type ToldState } from './telling.ts'

export interface Request {
  readonly telling: Telling
  readonly claimant: Claimant
}

/** A state's claim at one time, as one that came back. */
export const againKey = ({ telling, claimant }: Request): string => `${telling.key}@${timeOf(telling, claimant)}`

interface Row {
  readonly key: string
  readonly owner: string
  readonly webhook_event_id: string
  readonly claimed_at: string
  readonly state: string | null
  readonly told_ms: number | null
  readonly heard_ms: number | null
}

/** Claims that were made before tellings had times count as told when they were received. */
const stateOf = (row: Row | null, telling: Telling): ToldState | undefined => {
  if (row === null) return undefined
  const at = Date.parse(row.claimed_at)
  return {
    owner: row.owner,
    webhookEventId: row.webhook_event_id,
    at,
    state: row.state ?? telling.state,
    toldAt: row.told_ms ?? at,
    heardAt: row.heard_ms ?? at,
  }
}

/** What a claim is made of, a list for each column: key, owner, webhook_event_id, claimed_at, subject, state, told_ms. */
const columnsOf = (requests: readonly Request[], keyOf: (request: Request) => string): readonly (readonly unknown[])[] => [
  requests.map(keyOf),
  requests.map(({ claimant }) => claimant.owner),
  requests.map(({ claimant }) => claimant.webhookEventId),
  requests.map(({ claimant }) => new Date(claimant.at)),
  requests.map(({ telling }) => telling.subject),
  requests.map(({ telling }) => telling.state),
  requests.map(({ telling, claimant }) => timeOf(telling, claimant)),
]

/** What PostgreSQL knows of each telling, and the key of the newest state of its subject. */
export interface KnownThere extends Known {
  readonly newestKey: string | undefined
  /** True: the claim was made by this call. */
  readonly made: boolean
}

/**
 * Claims the states of the requests whose index is in `fresh`, where nobody did, and says what is known of all. One statement; what it
 * inserts it does not see itself.
 */
export const knownStates = async (
  on: Queryable,
  requests: readonly Request[],
  fresh: ReadonlySet<number>,
): Promise<readonly KnownThere[]> => {
  const rows = await on.query<{
    readonly made: boolean
    readonly own: Row | null
    readonly again: Row | null
    readonly newest: Row | null
  }>(
    `WITH wanted AS (
       SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::timestamptz[], $5::uuid[], $6::text[], $7::bigint[], $8::boolean[], $9::text[])
         WITH ORDINALITY AS w (key, owner, webhook_event_id, claimed_at, subject, state, told_ms, fresh, again_key, place)
     ), made AS (
       INSERT INTO mcp.claims (key, owner, webhook_event_id, claimed_at, subject, state, told_ms, heard_ms)
       SELECT key, owner, webhook_event_id, claimed_at, subject, state, told_ms, told_ms FROM wanted WHERE fresh ORDER BY key
       ON CONFLICT (key) DO NOTHING RETURNING key
     )
     SELECT (made.key IS NOT NULL) AS made, row_to_json(own) AS own, row_to_json(again) AS again, row_to_json(newest) AS newest
     FROM wanted
     LEFT JOIN made ON made.key = wanted.key AND wanted.fresh
     LEFT JOIN mcp.claims AS own ON own.key = wanted.key
     LEFT JOIN mcp.claims AS again ON again.key = wanted.again_key
     LEFT JOIN LATERAL (
       SELECT * FROM mcp.claims AS c WHERE c.subject = wanted.subject ORDER BY c.heard_ms DESC LIMIT 1
     ) AS newest ON true
     ORDER BY place`,
    [...columnsOf(requests, ({ telling }) => telling.key), requests.map((_, index) => fresh.has(index)), requests.map(againKey)],
  )
  return rows.map(({ made, own, again, newest }, index) => {
    const { telling } = requests[index] as Request
    return {
      made,
      own: stateOf(own, telling),
      again: stateOf(again, telling),
      newest: stateOf(newest, telling),
      newestKey: newest?.key,
    }
  })
}

/** Makes the claims of states that came back, and notes for claims by key that their state was told of again. One statement. */
export const noteTellings = async (
  on: Queryable,
  again: readonly Request[],
  heard: readonly { readonly key: string; readonly at: number }[],
): Promise<void> => {
  if (again.length === 0 && heard.length === 0) return
  await on.query(
    `WITH made AS (
       INSERT INTO mcp.claims (key, owner, webhook_event_id, claimed_at, subject, state, told_ms, heard_ms)
       SELECT key, owner, webhook_event_id, claimed_at, subject, state, told_ms, told_ms
       FROM unnest($1::text[], $2::text[], $3::uuid[], $4::timestamptz[], $5::uuid[], $6::text[], $7::bigint[])
         AS w (key, owner, webhook_event_id, claimed_at, subject, state, told_ms)
       ORDER BY key ON CONFLICT (key) DO NOTHING
     )
     UPDATE mcp.claims AS c SET heard_ms = greatest(c.heard_ms, h.at)
     FROM unnest($8::text[], $9::bigint[]) AS h (key, at) WHERE c.key = h.key`,
    [...columnsOf(again, againKey), heard.map(({ key }) => key), heard.map(({ at }) => at)],
  )
}
