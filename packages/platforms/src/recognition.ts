import type { Integration, IntegrationSecret } from '@hansard/shared/directory/directory'
import type { PlatformEvent } from './platform.ts'

/** What a delivery is, and whose. */
export type Recognition =
  | {
      readonly kind: 'event'
      readonly event: PlatformEvent
      readonly workspaceId: string
      readonly integrationId: string
      /** That integration's secrets whose signature matched; none where only its URL vouches for the delivery. */
      readonly secretIds: readonly string[]
    }
  | Ignored
  | { readonly kind: 'challenge'; readonly answer: Readonly<Record<string, string>> }
  | { readonly kind: 'missing'; readonly detail: string }
  | { readonly kind: 'invalid'; readonly reason: string }
  | { readonly kind: 'forged'; readonly problem: 'signature' | 'timestamp'; readonly detail: string }
  | Unavailable

/**
 * It cannot be judged: there is no secret to judge by, which is our fault; or (`unsearched`) nothing pointed to the secret that may have
 * signed it, and the sender's budget did not allow to try them all.
 */
export interface Unavailable {
  readonly kind: 'unavailable'
  readonly detail: string
  readonly unsearched?: true
}

/** Authentic, but nothing for us. `workspaceId` and `integrationId` name whose secret vouched for it, where that is one; never whom it speaks of. */
export interface Ignored {
  readonly kind: 'ignored'
  readonly eventType: string
  readonly reason: string
  readonly answerId?: string | number
  payload(): unknown
  readonly workspaceId?: string
  readonly integrationId?: string
  /** Every secret whose signature matched. */
  readonly secretIds?: readonly string[]
  /** Set where the event was readable but belongs to no workspace. */
  readonly event?: PlatformEvent
}

/** An integration that vouches for a delivery, with its secrets that signed it. */
export interface Vouched {
  readonly integration: Integration
  readonly secrets: readonly IntegrationSecret[]
}
