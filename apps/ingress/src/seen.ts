import { claimHeld, webhookClaimKey } from '@hansard/shared/claims/webhook-claim'
import type { Redis } from '@hansard/shared/redis/redis'
import type { ReceiverDeps } from './webhook.ts'

/** Asks Redis whether the deduper has claimed an event; no, where it does not say so within `timeoutMs`. */
export const createSeen =
  (redis: Redis, timeoutMs: number): ReceiverDeps['seen'] =>
  (workspaceId, platform, { eventType, externalId, revision }) =>
    claimHeld(redis, webhookClaimKey({ workspaceId, platform, eventType, externalId, revision }), timeoutMs)
