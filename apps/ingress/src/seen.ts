import { isKnownState } from '@hansard/shared/claims/newest-state'
import { tellingOf } from '@hansard/shared/claims/webhook-claim'
import type { Redis } from '@hansard/shared/redis/redis'
import type { ReceiverDeps } from './webhook.ts'

/** Asks Redis whether the deduper knows what an event says; no, where it does not say so within `timeoutMs`. */
export const createSeen =
  (redis: Redis, timeoutMs: number): ReceiverDeps['seen'] =>
  (workspaceId, platform, { eventType, externalId, subject, revision, occurredAt }) =>
    isKnownState(redis, tellingOf({ workspaceId, platform, eventType, externalId, subject, revision, occurredAt }), timeoutMs)
