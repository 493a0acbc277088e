import type { Queryable } from '../postgres/postgres.ts'
import { announceSeconds } from '../runtime/announce-keys.ts'

/** A running process and the keys it has, the one that seals first. */
export interface KeyHolder {
  readonly process: string
  readonly keyIds: readonly string[]
  readonly seenAt: Date
}

/** The processes that told of their keys lately. */
export const keyHolders = (postgres: Queryable): Promise<readonly KeyHolder[]> =>
  postgres.query(
    `SELECT process, key_ids AS "keyIds", seen_at AS "seenAt" FROM core.key_rings
     WHERE seen_at > now() - make_interval(secs => $1) ORDER BY process`,
    [3 * announceSeconds],
  )

/** When each key last sealed what travels on topics, as far as processes told. */
export const lastSealed = async (postgres: Queryable): Promise<ReadonlyMap<string, Date>> => {
  const rows = await postgres.query<{ readonly key: string; readonly at: Date }>(
    'SELECT key_id AS key, last_sealed_at AS at FROM core.sealing_keys ORDER BY last_sealed_at DESC',
  )
  return new Map(rows.map(({ key, at }) => [key, at]))
}
