import type { Queryable, Transaction } from '@hansard/shared/postgres/postgres'
import type { Outcome } from '@hansard/shared/stage/stage'
import type { Settled } from '../decide/meetings.ts'
import { revisionsNamed } from './revisions.ts'

interface InboxRow {
  readonly origin: string
  readonly webhook_event_id: string | null
  readonly outcome: Outcome
  readonly outputs: readonly { readonly meetingId: string; readonly revision: number }[]
}

/** How an input ended, if it was applied before; its outputs are read back from the meetings' revisions. */
export const settled = async (on: Queryable, inputId: string): Promise<Settled | undefined> => {
  const [row] = await on.query<InboxRow>('SELECT origin, webhook_event_id, outcome, outputs FROM meetings.inbox WHERE input_id = $1', [
    inputId,
  ])
  if (row === undefined) return undefined
  const outputs = await revisionsNamed(on, row.outputs)
  return { origin: row.origin, webhookEventId: row.webhook_event_id, outcome: row.outcome, outputs }
}

export const settle = (
  on: Transaction,
  workspaceId: string,
  inputId: string,
  { origin, webhookEventId, outcome, outputs }: Settled,
): void => {
  const names = outputs.map(({ meetingId, revision }) => ({ meetingId, revision }))
  on.send(
    'INSERT INTO meetings.inbox (input_id, workspace_id, origin, webhook_event_id, outcome, outputs) VALUES ($1, $2, $3, $4, $5, $6)',
    [inputId, workspaceId, origin, webhookEventId, JSON.stringify(outcome), JSON.stringify(names)],
  )
}
