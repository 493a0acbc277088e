import { setTimeout as delay } from 'node:timers/promises'
import type { Postgres } from '@hansard/shared/postgres/postgres'

/** How many deliveries were taken in and have not ended yet, as the table knows; looked at every second until the signal. */
export interface Backlog {
  /** The last that could be told: while PostgreSQL is away, what it was before. */
  size(): number
}

const everyMs = 1_000

/** `taken`: deliveries that were answered with 200 so far. */
export const watchBacklog = (postgres: Pick<Postgres, 'query'>, taken: () => number, signal: AbortSignal): Backlog => {
  let size = 0
  const look = async () => {
    const before = taken()
    const [row] = await postgres.query<{ ended: number }>(
      `SELECT count(*)::int AS ended FROM mcp.webhook_events WHERE status IN ('processed', 'failed', 'duplicate', 'ignored', 'rejected')`,
    )
    size = Math.max(0, before - (row?.ended ?? 0))
  }
  const run = async () => {
    while (!signal.aborted) {
      await delay(everyMs, undefined, { signal }).catch(() => undefined)
      await look().catch(() => undefined)
    }
  }
  void run()
  return { size: () => size }
}
