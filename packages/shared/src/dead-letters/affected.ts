import type { Queryable } from '../postgres/postgres.ts'
import type { DeadLetter } from './letter.ts'

/** How many dead letters concern a workspace and a platform; null where it is not known whose they are. */
export interface Affected {
  readonly workspace: string | null
  readonly platform: string | null
  readonly letters: number
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whose deliveries these letters are, the most affected first. */
export const affectedBy = async (postgres: Queryable, letters: readonly DeadLetter[]): Promise<readonly Affected[]> =>
  postgres.query<Affected>(
    `SELECT w.name AS workspace, coalesce(e.platform, l.platform) AS platform, count(*)::integer AS letters
     FROM unnest($1::uuid[], $2::text[]) AS l (event, platform)
     LEFT JOIN mcp.webhook_events e ON e.id = l.event
     LEFT JOIN core.workspaces w ON w.id = e.workspace_id
     GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2`,
    [
      letters.map(({ webhookEventId = '' }) => (uuid.test(webhookEventId) ? webhookEventId : null)),
      letters.map(({ platform }) => platform ?? null),
    ],
  )
