import { createBatcher } from '../batcher.ts'
import type { Postgres } from '../postgres/postgres.ts'
import { orUnavailable, type Redis } from '../redis/redis.ts'

/** Who wants to be first. */
export interface Claimant {
  /** The record's origin: a redelivery of the same record passes its own claim. */
  readonly owner: string
  readonly webhookEventId: string
  /** Epoch milliseconds. */
  readonly at: number
}

export type ClaimResult = { readonly won: true } | { readonly won: false; readonly holder: Claimant }

export interface Claims {
  /**
   * The right to be the first, given once per key. Redis answers fast and forgets after the window; a unique key in
   * PostgreSQL, inserted once a batch for what Redis calls new, survives a flushed Redis and outlives the window.
   * Throws UnavailableError while either is away.
   */
  claim(key: string, claimant: Claimant, windowMs: number): Promise<ClaimResult>
  /** Forgets claims older than that many milliseconds, however many there are. Processes may do so at the same time. */
  purge(olderThanMs: number): Promise<void>
  close(): Promise<void>
}

interface Request {
  readonly key: string
  readonly claimant: Claimant
  readonly windowMs: number
}

/** Returns the holder, which is the claimant where nobody was before. Plain GET and SET, so that any Redis from 6 on will do. */
const claimScript = `
local holder = redis.call('GET', KEYS[1])
if holder then return holder end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1]`

export const redisClaimKey = (key: string): string => `hansard:claim:${key}`

/** The oldest first: some tenths of a second, far from the ten that a statement may take. */
const purgedAtOnce = 10_000

const isSame = (a: Claimant, b: Claimant) => a.owner === b.owner && a.webhookEventId === b.webhookEventId

export const createClaims = (redis: Redis, postgres: Postgres): Claims => {
  const inRedis = async (requests: readonly Request[]): Promise<readonly Claimant[]> => {
    const pipeline = redis.pipeline()
    for (const { key, claimant, windowMs } of requests)
      pipeline.eval(claimScript, 1, redisClaimKey(key), JSON.stringify(claimant), windowMs)
    const answers = await orUnavailable(pipeline.exec())
    return Promise.all(
      requests.map(async (_, index) => {
        const [error, holder] = answers?.[index] ?? [new Error('no answer')]
        return JSON.parse(String(await orUnavailable(error ? Promise.reject(error) : Promise.resolve(holder)))) as Claimant
      }),
    )
  }

  /** The holders that PostgreSQL knows for the keys, after those that it did not know were inserted. */
  const inPostgres = async (requests: readonly Request[]): Promise<ReadonlyMap<string, Claimant>> => {
    const rows = await postgres.query<{ key: string; owner: string; webhook_event_id: string; at: number }>(
      `WITH wanted AS (
         SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::timestamptz[]) AS w (key, owner, webhook_event_id, claimed_at)
       ), inserted AS (
         INSERT INTO mcp.claims (key, owner, webhook_event_id, claimed_at) SELECT * FROM wanted ORDER BY key
         ON CONFLICT (key) DO NOTHING RETURNING *
       )
       SELECT key, owner, webhook_event_id, (extract(epoch FROM claimed_at) * 1000)::float8 AS at FROM (
         SELECT * FROM inserted UNION ALL SELECT c.* FROM mcp.claims c JOIN wanted USING (key)
       ) AS holders`,
      [
        requests.map(({ key }) => key),
        requests.map(({ claimant }) => claimant.owner),
        requests.map(({ claimant }) => claimant.webhookEventId),
        requests.map(({ claimant }) => new Date(claimant.at)),
      ],
    )
    return new Map(rows.map(({ key, owner, webhook_event_id, at }) => [key, { owner, webhookEventId: webhook_event_id, at }]))
  }

  const batcher = createBatcher<Request, ClaimResult>({
    maxItems: 500,
    maxDelayMs: 2,
    async flush(requests) {
      const holders = await inRedis(requests)
      const fresh = requests.filter(({ claimant }, index) => isSame(holders[index] ?? claimant, claimant))
      const remembered = fresh.length === 0 ? new Map<string, Claimant>() : await inPostgres(fresh)
      const forgotten = fresh.filter(({ key, claimant }) => !isSame(remembered.get(key) ?? claimant, claimant))
      if (forgotten.length > 0) await restore(forgotten, remembered)
      return requests.map(({ key, claimant }, index) => {
        const first = holders[index] ?? claimant
        const holder = isSame(first, claimant) ? (remembered.get(key) ?? claimant) : first
        return isSame(holder, claimant) ? { won: true } : { won: false, holder }
      })
    },
  })

  /** Redis had forgotten these: tell it who holds them. */
  const restore = async (requests: readonly Request[], holders: ReadonlyMap<string, Claimant>) => {
    const pipeline = redis.pipeline()
    for (const { key, windowMs } of requests) pipeline.set(redisClaimKey(key), JSON.stringify(holders.get(key)), 'PX', windowMs)
    await orUnavailable(pipeline.exec())
  }

  return {
    claim: (key, claimant, windowMs) => batcher.add({ key, claimant, windowMs }),
    async purge(olderThanMs) {
      for (;;) {
        const [row] = await postgres.query<{ readonly count: number }>(
          `WITH purged AS (
             DELETE FROM mcp.claims WHERE claimed_at < now() - make_interval(secs => $1) AND claimed_at <= coalesce(
               (SELECT claimed_at FROM mcp.claims ORDER BY claimed_at OFFSET ${purgedAtOnce - 1} LIMIT 1), 'infinity') RETURNING 1
           ) SELECT count(*)::integer AS count FROM purged`,
          [olderThanMs / 1000],
        )
        if ((row?.count ?? 0) < purgedAtOnce) return
      }
    },
    close: () => batcher.close(),
  }
}
