import type { Meeting } from '@hansard/simulator/meeting/meeting'
import type { Webhook } from '@hansard/simulator/webhook/webhook'
import type { ExpectedEnd } from '../audit/facts.ts'

/** What happens around one meeting: who says what when, and what must come of it. */
export interface Story {
  /** Meetings that the simulated platforms must know before the first delivery. */
  readonly meetings: readonly Meeting[]
  /** In order of `afterMs`. */
  readonly deliveries: readonly PlannedDelivery[]
  readonly events: readonly PlannedEvent[]
  /** Undefined where no transcript comes of it. */
  readonly sources: readonly PlannedSource[]
}

/** One request that a platform makes, repeated by it until it is answered for good. */
export interface PlannedDelivery {
  readonly eventKey: string
  readonly webhook: Webhook
  /** After the story's begin, milliseconds. */
  readonly afterMs: number
  readonly kind: DeliveryKind
}

export type DeliveryKind =
  | 'first'
  | 'same bytes'
  | 'same meaning'
  | 'late copy'
  | 'revision'
  | 'other event'
  | 'ignored'
  | 'poison'
  | 'forged'

export interface PlannedEvent {
  readonly key: string
  readonly platform: string
  readonly externalId: string
  readonly end: ExpectedEnd
}

/** A transcript of the meeting, in its newest revision. */
export interface PlannedSource {
  readonly platform: string
  readonly externalId: string
  readonly words: string
}
