import type { Queryable } from '@hansard/shared/postgres/postgres'

/** One stage's decision on a delivery, as the recorder wrote it down. */
export interface Step {
  readonly webhookEventId: string
  readonly stage: string
  readonly status: string
  readonly reason: string | null
  /** Milliseconds after the delivery was received. */
  readonly afterMs: number
}

/** The steps of these deliveries so far, in order of time. */
export const readSteps = (postgres: Queryable, webhookEventIds: readonly string[]): Promise<readonly Step[]> =>
  postgres.query<Step>(
    `SELECT s.webhook_event_id AS "webhookEventId", s.stage, s.status, s.reason,
       round(extract(epoch FROM s.at - e.received_at) * 1000)::integer AS "afterMs"
     FROM mcp.webhook_event_steps s JOIN mcp.webhook_events e ON e.id = s.webhook_event_id
     WHERE e.id = ANY ($1) ORDER BY s.at, s.entry_id`,
    [webhookEventIds],
  )

/** How a delivery can end other than in a transcript. */
const deadEnds = ['failed', 'duplicate', 'ignored', 'rejected']

/** The step at which a delivery of the sample ended for good without a transcript; undefined when none did. */
export const deadEndOf = (steps: readonly Step[]): Step | undefined => steps.find(({ status }) => deadEnds.includes(status))

/** Whether the last stage has reported on the delivery. */
export const isThrough = (steps: readonly Step[]): boolean =>
  steps.some(({ stage, status }) => stage === 'merger' && status === 'processed')
