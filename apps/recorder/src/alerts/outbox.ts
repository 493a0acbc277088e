import type { Queryable } from '@hansard/shared/postgres/postgres'

/** An alert that somebody has to be told of: the occurrences of one cause since it was told last. */
export interface DueAlert {
  readonly fingerprint: string
  readonly severity: string
  readonly title: string
  readonly stage: string | null
  readonly platform: string | null
  readonly message: string
  readonly hint: string
  /** The first delivery of those not told yet. */
  readonly webhookEventId: string | null
  readonly firstAt: Date
  readonly lastAt: Date
  /** Occurrences so far, and how many of them were told before. */
  readonly count: number
  readonly told: number
  /** Tries in a row, this one included. */
  readonly tries: number
}

/** mcp.alerts, from where alerts are sent. Moments are epoch milliseconds. */
export interface Outbox {
  /** The next alert to send, for the caller alone until `leaseMs` have passed; undefined: none. */
  take(now: number): Promise<DueAlert | undefined>
  /** It was told: not again before `notBefore`, and then only of what happened since. */
  told(alert: DueAlert, notBefore: number): Promise<void>
  /** It was not. `tries` made so far in a row; 0 to count anew. */
  failed(alert: DueAlert, tries: number, notBefore: number): Promise<void>
  /** Forgets causes that have not happened for 30 days. */
  prune(now: number): Promise<void>
}

/** What happened longer ago is history, no news: after long outages, or when everything is recorded anew. */
const newsMs = 24 * 3_600_000
const rememberedMs = 30 * newsMs

export const createOutbox = (postgres: Queryable, leaseMs: number): Outbox => ({
  async take(now) {
    const [alert] = await postgres.query<DueAlert>(take, [new Date(now), new Date(now + leaseMs), new Date(now - newsMs)])
    return alert
  },
  async told({ fingerprint, count }, notBefore) {
    await postgres.query('UPDATE mcp.alerts SET told = greatest(told, $2), tries = 0, not_before = $3 WHERE fingerprint = $1', [
      fingerprint,
      count,
      new Date(notBefore),
    ])
  },
  async failed({ fingerprint }, tries, notBefore) {
    await postgres.query('UPDATE mcp.alerts SET tries = $2, not_before = $3 WHERE fingerprint = $1', [
      fingerprint,
      tries,
      new Date(notBefore),
    ])
  },
  async prune(now) {
    await postgres.query('DELETE FROM mcp.alerts WHERE last_at < $1', [new Date(now - rememberedMs)])
  },
})

/** The platform of a delivery may have become known after its failure was noted. */
const take = `
WITH next AS (
  SELECT fingerprint FROM mcp.alerts WHERE count > told AND not_before <= $1 AND last_at > $3
  ORDER BY not_before, first_at LIMIT 1 FOR UPDATE SKIP LOCKED
), taken AS (
  UPDATE mcp.alerts AS a SET not_before = $2, tries = a.tries + 1 FROM next WHERE next.fingerprint = a.fingerprint RETURNING a.*
)
SELECT taken.fingerprint, severity, title, stage, coalesce(taken.platform, event.platform) AS platform, message, hint,
  webhook_event_id AS "webhookEventId", first_at AS "firstAt", last_at AS "lastAt", count, told, tries
FROM taken LEFT JOIN mcp.webhook_events AS event ON event.id = taken.webhook_event_id`
