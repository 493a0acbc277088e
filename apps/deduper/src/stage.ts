import { tellingOf } from '@hansard/shared/claims/webhook-claim'
import type { Claims } from '@hansard/shared/claims/claims'
import type { Told } from '@hansard/shared/claims/telling'
import type { WebhookEvent } from '@hansard/shared/contracts/contracts.generated'
import type { Decision, Stage } from '@hansard/shared/stage/stage'
import { uniqueWebhooks, verifiedWebhooks } from '@hansard/shared/topics'

export interface DeduperOptions {
  readonly claims: Pick<Claims, 'claim' | 'tell'>
  /** Milliseconds within which the platform may send the same event again. */
  windowOf(platform: string): number
  readonly retryDelays: readonly number[]
  readonly concurrency: number
}

/** What becomes of the delivery that told so. */
export const decide = (event: WebhookEvent, told: Told): Decision => {
  if (told.kind === 'new' || told.kind === 'again') {
    const message = { topic: uniqueWebhooks, key: `${event.workspaceId}:${event.externalId}`, value: event }
    const reason = told.kind === 'new' ? 'the first of its revision' : 'the revision is the newest again'
    return { kind: 'emit', messages: [message], journal: { status: 'processing', reason } }
  }
  const { webhookEventId, at } = told.holder
  if (told.kind === 'outdated') {
    const reason = `older than what ${webhookEventId} told of ${new Date(told.toldAt).toISOString()}: it was replaced before it came`
    return { kind: 'drop', journal: { status: 'processed', reason, details: { replacedBy: webhookEventId } } }
  }
  // The verifier may have written one delivery twice: the second copy is no duplicate, and its outcome is the first's.
  if (webhookEventId === event.webhookEventId) return { kind: 'drop' }
  return {
    kind: 'drop',
    journal: {
      status: 'duplicate',
      reason: `the same event was received as ${webhookEventId} at ${new Date(at).toISOString()}`,
      details: { duplicateOf: webhookEventId },
    },
  }
}

/** Lets through the first delivery of each revision, and one that makes a revision the newest again. */
export const createDeduperStage = ({ claims, windowOf, ...rest }: DeduperOptions): Stage<WebhookEvent> => ({
  name: 'deduper',
  inputs: [verifiedWebhooks],
  ...rest,
  integrationOf: ({ integrationId }) => integrationId,
  async handle(event, { origin }) {
    const claimant = { owner: origin, webhookEventId: event.webhookEventId, at: event.receivedAt }
    const windowMs = windowOf(event.platform)
    const told = await claims.tell(tellingOf(event), claimant, windowMs)
    const decision = decide(event, told)
    if (told.kind === 'new' || told.kind === 'again' || decision.kind !== 'drop' || decision.journal === undefined) return decision
    // A duplicate may be there twice, too: only one of its copies may say so.
    const copy = await claims.claim(`delivery|${event.webhookEventId}`, claimant, windowMs)
    return copy.won ? decision : { kind: 'drop' }
  },
})
