import { createBatcher } from '../batcher.ts'
import { mayBeOneItems } from '../errors.ts'
import type { Postgres } from '../postgres/postgres.ts'
import type { Redis } from '../redis/redis.ts'
import { holdersInRedis, rememberInRedis, type Holder } from './redis-holders.ts'
import { knownStates, noteTellings, type KnownThere } from './told-states.ts'
import { isCopy, isSameClaimant, judgeTelling, timeOf, type Telling, type Told } from './telling.ts'
import { newestKeyOf } from './newest-state.ts'

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
  /**
   * Whether a state that a platform tells of is news: the first telling of it is, and one that makes it the newest again after another
   * state was told. A telling without a time within `windowMs` of the first is a copy. Claims and throws as `claim` does. Tellings of one
   * subject must come one after another.
   */
  tell(telling: Telling, claimant: Claimant, windowMs: number): Promise<Told>
  /** Forgets claims older than that many milliseconds, however many there are. Processes may do so at the same time. */
  purge(olderThanMs: number): Promise<void>
  close(): Promise<void>
}

interface Request {
  /** Without a subject: a claim alone, which nothing replaces. */
  readonly telling: Telling
  readonly claimant: Claimant
  readonly windowMs: number
}

/** The oldest first: some tenths of a second, far from the ten that a statement may take. */
const purgedAtOnce = 10_000

const claimantOf = ({ owner, webhookEventId, at }: Claimant): Claimant => ({ owner, webhookEventId, at })

/** `tellsNewest`: Redis is told the newest state of each subject, for whoever answers a delivery before it is judged (`isKnownState`). */
export const createClaims = (redis: Redis, postgres: Postgres, { tellsNewest = false } = {}): Claims => {
  /** What PostgreSQL knows; claims that another process made at the same moment are looked up once more. */
  const inPostgres = async (requests: readonly Request[], fresh: ReadonlySet<number>): Promise<readonly KnownThere[]> => {
    const known = await knownStates(postgres, requests, fresh)
    const missed = requests.filter((_, index) => fresh.has(index) && known[index]?.made === false && known[index]?.own === undefined)
    if (missed.length === 0) return known
    const again = new Map((await knownStates(postgres, missed, new Set())).map((one, index) => [missed[index], one]))
    return known.map((one, index) => again.get(requests[index] as Request) ?? one)
  }

  const flush = async (requests: readonly Request[]): Promise<readonly Told[]> => {
    const holders = await holdersInRedis(
      redis,
      requests.map(({ telling, claimant, windowMs }) => ({
        key: telling.key,
        holder: { ...claimant, toldAt: telling.toldAt },
        windowMs,
      })),
    )
    const results: Told[] = []
    const open = requests.flatMap((request, index) => {
      const { telling, claimant, windowMs } = request
      const holder: Holder = holders[index] ?? claimant
      const isFresh = isSameClaimant(holder, claimant)
      if (!isFresh && (telling.subject === null || isCopy(telling, claimant, holder, windowMs))) {
        results[index] = { kind: 'known', holder: claimantOf(holder) }
        return []
      }
      return [{ request, index, holder, isFresh }]
    })
    if (open.length === 0) return results

    const fresh = new Set(open.flatMap(({ isFresh }, place) => (isFresh ? [place] : [])))
    const known = await inPostgres(
      open.map(({ request }) => request),
      fresh,
    )
    const [again, heard, remembered]: [Request[], { key: string; at: number }[], Parameters<typeof rememberInRedis>[1][number][]] = [
      [],
      [],
      [],
    ]
    for (const [place, { request, index, holder, isFresh }] of open.entries()) {
      const { telling, claimant, windowMs } = request
      const { own, newest, newestKey, ...there } = known[place] as KnownThere
      const at = timeOf(telling, claimant)
      // What Redis knows and PostgreSQL does not is its holder's all the same.
      const firstAt = holder.toldAt ?? holder.at
      const inRedis = { ...holder, state: telling.state, toldAt: firstAt, heardAt: firstAt }
      const told = judgeTelling(telling, claimant, { ...there, own: own ?? (isFresh ? undefined : inRedis), newest })
      results[index] = told
      if (told.kind === 'again') again.push(request)
      if (told.kind === 'known' && newest?.state === telling.state && newestKey !== undefined && at > newest.heardAt)
        heard.push({ key: newestKey, at })
      if (own !== undefined && isFresh && !isSameClaimant(own, claimant))
        remembered.push({ key: telling.key, value: { ...claimantOf(own), toldAt: own.toldAt }, windowMs })
      const isNewest = newest === undefined || at >= newest.heardAt || newest.state === telling.state
      if (tellsNewest && telling.subject !== null && told.kind !== 'outdated' && isNewest)
        remembered.push({
          key: newestKeyOf(telling.subject),
          value: { state: telling.state, at: Math.max(at, newest?.heardAt ?? at) },
          windowMs,
        })
    }
    await noteTellings(postgres, again, heard)
    await rememberInRedis(redis, remembered)
    return results
  }
  const batcher = createBatcher<Request, Told>({ maxItems: 500, maxDelayMs: 2, flush, divides: mayBeOneItems })

  return {
    tell: (telling, claimant, windowMs) => batcher.add({ telling, claimant, windowMs }),
    async claim(key, claimant, windowMs) {
      const told = await batcher.add({ telling: { key, subject: null, state: key, toldAt: null }, claimant, windowMs })
      return told.kind === 'known' ? { won: false, holder: claimantOf(told.holder) } : { won: true }
    },
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
