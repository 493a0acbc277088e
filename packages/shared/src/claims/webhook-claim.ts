import { createHash } from 'node:crypto'
import { uuidV5 } from '../ids.ts'
import type { Telling } from './telling.ts'

/** What makes the claim of an event. */
export interface ClaimedEvent {
  readonly workspaceId: string
  readonly platform: string
  readonly eventType: string
  readonly externalId: string
  readonly subject: string
  readonly revision: string
  readonly occurredAt: number | null
}

/**
 * What makes two deliveries duplicates: the specification's (workspace, platform, event type, external id), plus the
 * fingerprint of what the event says. A re-send has the same key, an edited transcript another. Never longer than `longestKey`.
 */
export const webhookClaimKey = (event: Omit<ClaimedEvent, 'subject' | 'occurredAt'>): string =>
  boundedKey(['webhook', event.workspaceId, event.platform, event.eventType, event.externalId, event.revision].join('|'))

/** In UTF-16 units; three bytes each in PostgreSQL at most, whose index rows hold 2,704 bytes. The usual key has 200. */
const longestKey = 500
const readable = 100

/** The key itself, as claims of before have it; of a longer one a readable beginning and the digest of the whole. */
const boundedKey = (key: string): string =>
  key.length <= longestKey ? key : `${key.slice(0, readable).toWellFormed()}|sha256:${createHash('sha256').update(key).digest('hex')}`

/** An event as a telling: what it says is the state of its subject at the time at which the platform says that it happened. */
export const tellingOf = (event: ClaimedEvent): Telling => ({
  key: webhookClaimKey(event),
  subject: uuidV5('told', event.workspaceId, event.platform, event.externalId, event.subject),
  state: event.revision,
  toldAt: event.occurredAt,
})
