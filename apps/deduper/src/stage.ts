import type { ClaimResult, Claims } from '@hansard/shared/claims/claims'
import { webhookClaimKey } from '@hansard/shared/claims/webhook-claim'
import type { WebhookEvent } from '@hansard/shared/contracts/contracts.generated'
import type { Decision, Stage } from '@hansard/shared/stage/stage'
import { uniqueWebhooks, verifiedWebhooks } from '@hansard/shared/topics'

export interface DeduperOptions {
  readonly claims: Pick<Claims, 'claim'>
  /** Milliseconds within which the platform may send the same event again. */
  windowOf(platform: string): number
  readonly retryDelays: readonly number[]
  readonly concurrency: number
}

/** What a claim's result means for the delivery that made it. */
export const decide = (event: WebhookEvent, result: ClaimResult): Decision => {
  if (result.won) {
    const message = { topic: uniqueWebhooks, key: `${event.workspaceId}:${event.externalId}`, value: event }
    return { kind: 'emit', messages: [message], journal: { status: 'processing', reason: 'the first of its revision' } }
  }
  // The verifier may have written one delivery twice: the second copy is no duplicate, and its outcome is the first's.
  if (result.holder.webhookEventId === event.webhookEventId) return { kind: 'drop' }
  const first = new Date(result.holder.at).toISOString()
  return {
    kind: 'drop',
    journal: {
      status: 'duplicate',
      reason: `the same event was received as ${result.holder.webhookEventId} at ${first}`,
      details: { duplicateOf: result.holder.webhookEventId },
    },
  }
}

/** Lets the first delivery of each revision through. */
export const createDeduperStage = ({ claims, windowOf, ...rest }: DeduperOptions): Stage<WebhookEvent> => ({
  name: 'deduper',
  inputs: [verifiedWebhooks],
  ...rest,
  async handle(event, { origin }) {
    const claimant = { owner: origin, webhookEventId: event.webhookEventId, at: event.receivedAt }
    const windowMs = windowOf(event.platform)
    const result = await claims.claim(webhookClaimKey(event), claimant, windowMs)
    if (result.won || result.holder.webhookEventId === event.webhookEventId) return decide(event, result)
    // A duplicate may be there twice, too: only one of its copies may say so.
    const copy = await claims.claim(`delivery|${event.webhookEventId}`, claimant, windowMs)
    return copy.won ? decide(event, result) : { kind: 'drop' }
  },
})
