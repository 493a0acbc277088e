import { setTimeout as delay } from 'node:timers/promises'
import type { Postgres } from '@hansard/shared/postgres/postgres'

/** How long nothing may move before it counts as quiet: longer than the longest retry delay and the look of a consumer at its topic. */
interface QuietOptions {
  readonly stillMs: number
  readonly withinMs: number
}

/** Resolves true when every delivery in the table has ended and nothing was recorded for a while; false when that does not come within the time. */
export const untilQuiet = async (postgres: Postgres, { stillMs, withinMs }: QuietOptions): Promise<boolean> => {
  const deadline = Date.now() + withinMs
  let before = ''
  let since = Date.now()
  while (Date.now() < deadline) {
    const [row] = await postgres.query<{ open: number; steps: number; revisions: number }>(
      `SELECT (SELECT count(*)::int FROM mcp.webhook_events WHERE status IN ('received', 'verified', 'processing')) AS open,
              (SELECT count(*)::int FROM mcp.webhook_event_steps) AS steps,
              (SELECT count(*)::int FROM meetings.revisions) AS revisions`,
    )
    const now = JSON.stringify(row)
    if (now !== before || row?.open !== 0) since = Date.now()
    before = now
    if (Date.now() - since >= stillMs) return true
    await delay(500)
  }
  return false
}
