import type { KeyRing } from '../crypto/key-ring.ts'
import type { Contract } from '../contracts/contract.ts'
import type { JournalWebhook } from '../contracts/contracts.generated.ts'
import type { TimeLimits } from './time-limits.ts'

/** A topic and the contract of its values. `T` is the type of a decoded value. */
export interface Topic<T = unknown> {
  readonly name: string
  readonly contract: Contract<T>
}

/** A message a stage wants published. The engine encodes it, picks the partition by key and adds the headers that travel. */
export interface Outgoing<T = unknown> {
  readonly topic: Topic<T>
  readonly key: string
  readonly value: T
}

/** How far a delivery has come: the statuses of `mcp.webhook_events`. */
export type Status = 'received' | 'verified' | 'processing' | 'processed' | 'failed' | 'duplicate' | 'ignored' | 'rejected' | 'retrying'

/** What the journal is told about a record's end. `reason` is one sentence for a person, `details` are facts for programs. */
export interface Outcome {
  readonly status: Status
  readonly reason?: string
  readonly details?: Readonly<Record<string, string>>
  readonly webhook?: JournalWebhook
}

/** What a stage wants done with a record: outcomes are data. */
export type Decision =
  | { readonly kind: 'emit'; readonly messages: readonly Outgoing[]; readonly journal: Outcome }
  /** A normal end. Without a journal entry only for a second copy of the same delivery. */
  | { readonly kind: 'drop'; readonly journal?: Outcome }
  /** Can never succeed: dead letter. */
  | { readonly kind: 'reject'; readonly reason: string }

/** What is known of the record in hand. A decision reads no other clock and makes no random ids: a redelivery must decide the same. */
export interface Context {
  /** `topic/partition/offset` where this stage first saw the record: the same on every retry and redelivery. */
  readonly origin: string
  readonly webhookEventId: string | undefined
  /** 1 for the first try. */
  readonly attempt: number
  /** How often the record was put off without spending an attempt. */
  readonly deferrals: number
  /** Epoch milliseconds: when the ingress received the delivery. */
  readonly receivedAt: number
  /** W3C trace context of the delivery. */
  readonly traceparent: string | undefined
  readonly headers: Readonly<Record<string, string>>
  /** Aborted when the process is asked to stop and the drain deadline is near. */
  readonly signal: AbortSignal
}

/** A stage is a function of one event. Committing, retrying, dead-lettering and journaling are the engine's. */
export interface Stage<Event = unknown> {
  /** Consumer group, and the prefix of its retry and dead-letter topics. */
  readonly name: string
  readonly inputs: readonly Topic<Event>[]
  /** Seconds before attempts 2, 3, …. */
  readonly retryDelays: readonly number[]
  /** Records in hand at once. Records of one key stay in order. */
  readonly concurrency: number
  /** False for a stage to which the order means nothing: records of one key are in hand together, too. */
  readonly ordered?: false
  /** False for the stage that records the journal: its own outcomes would never end. */
  readonly journaled?: false
  /** Whose record it is, where the event tells: one integration's failures are not everybody's. */
  integrationOf?(event: Event, context: Context): string | undefined
  /** For a stage that asks others: how long a record may take. */
  readonly timeLimits?: TimeLimits
  /** For a stage whose input holds secrets: in its own retry and dead-letter topics, which keep records for longer, values are sealed with it. */
  readonly keyRing?: KeyRing
  handle(event: Event, context: Context): Decision | Promise<Decision>
}
