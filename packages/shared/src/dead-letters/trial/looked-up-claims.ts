import type { Claims } from '../../claims/claims.ts'
import type { Queryable } from '../../postgres/postgres.ts'

/** Claims that are looked up and never taken: whether this claimant would win. PostgreSQL alone is asked, which remembers all that Redis does. */
export const lookedUpClaims = (postgres: Queryable): Pick<Claims, 'claim'> => ({
  async claim(key, claimant) {
    const [row] = await postgres.query<{ readonly owner: string; readonly webhook_event_id: string; readonly claimed_at: Date }>(
      'SELECT owner, webhook_event_id, claimed_at FROM mcp.claims WHERE key = $1',
      [key],
    )
    if (row === undefined || (row.owner === claimant.owner && row.webhook_event_id === claimant.webhookEventId)) return { won: true }
    return { won: false, holder: { owner: row.owner, webhookEventId: row.webhook_event_id, at: row.claimed_at.getTime() } }
  },
})
