import type { Redis } from '../redis/redis.ts'
import { within } from '../within.ts'
import { redisClaimKey } from './claims.ts'

/**
 * What makes two deliveries duplicates: the specification's (workspace, platform, event type, external id), plus the
 * fingerprint of what the event says. A re-send has the same key, an edited transcript another.
 */
export const webhookClaimKey = (event: {
  readonly workspaceId: string
  readonly platform: string
  readonly eventType: string
  readonly externalId: string
  readonly revision: string
}): string => ['webhook', event.workspaceId, event.platform, event.eventType, event.externalId, event.revision].join('|')

/** Whether somebody holds the claim: a hint for the answer to the platform, false when Redis does not say within `timeoutMs`. */
export const claimHeld = async (redis: Redis, key: string, timeoutMs: number): Promise<boolean> => {
  const held = redis.exists(redisClaimKey(key)).then(
    (count) => count > 0,
    () => false,
  )
  return within(timeoutMs, held, () => false)
}
