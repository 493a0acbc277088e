import type { Queryable } from '../postgres/postgres.ts'

/** When each webhook secret was last seen to have signed a delivery. */
export interface SecretUse {
  /** A delivery that these secrets had signed was received at `at` (epoch milliseconds). */
  note(secretIds: readonly string[], at: number): void
  /** Epoch milliseconds; undefined: never, as far as is known here. */
  lastUsed(secretId: string): number | undefined
  /** Writes down what was noted since the last time, and reads what others have. Throws UnavailableError while PostgreSQL is away; nothing is forgotten then. */
  flush(): Promise<void>
}

export const createSecretUse = (postgres: Queryable): SecretUse => {
  const known = new Map<string, number>()
  let noted = new Map<string, number>()
  const keepLatest = (map: Map<string, number>, id: string, at: number): void => void map.set(id, Math.max(at, map.get(id) ?? 0))

  return {
    note(secretIds, at) {
      for (const id of secretIds) for (const map of [noted, known]) keepLatest(map, id, at)
    },
    lastUsed: (secretId) => known.get(secretId),
    async flush() {
      const taken = noted
      noted = new Map()
      try {
        if (taken.size > 0) await postgres.query(write, [[...taken.keys()], [...taken.values()]])
        for (const { id, at } of await postgres.query<{ readonly id: string; readonly at: number }>(read)) keepLatest(known, id, at)
      } catch (error) {
        for (const [id, at] of taken) keepLatest(noted, id, at)
        throw error
      }
    },
  }
}

// Sorted, so that two processes that write at once wait for each other instead of blocking each other; a secret that is gone is passed over.
const write = `
  INSERT INTO core.secret_use AS use (secret_id, last_used_at)
  SELECT noted.id, to_timestamp(noted.at / 1000)
  FROM unnest($1::uuid[], $2::float8[]) AS noted (id, at) JOIN core.integration_secrets USING (id) ORDER BY noted.id
  ON CONFLICT (secret_id) DO UPDATE SET last_used_at = excluded.last_used_at WHERE use.last_used_at < excluded.last_used_at`

const read = `SELECT secret_id AS id, floor(extract(epoch FROM last_used_at) * 1000)::float8 AS at FROM core.secret_use`
