import type { Outcome } from '@hansard/shared/stage/stage'
import type { MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import type { Settled } from './meetings.ts'

/** What applying an input came to. */
export type Applied =
  | { readonly kind: 'applied'; readonly outcome: Outcome; readonly outputs: readonly MergedTranscript[] }
  /** Nothing new. Without an outcome only for a second copy of a delivery that has one. */
  | { readonly kind: 'nothing'; readonly outcome?: Outcome }

/** The record in hand. */
export interface Arrival {
  /** `topic/partition/offset`: the same at every redelivery. */
  readonly origin: string
  readonly webhookEventId: string | null
}

/**
 * An input that was applied before. The same record again (it was applied, but its outputs may never have been published): the same
 * outputs again. Another record with the same input changes nothing and publishes nothing.
 */
export const replay = (settled: Settled, { origin, webhookEventId }: Arrival): Applied => {
  if (settled.origin === origin) return { kind: 'applied', outcome: settled.outcome, outputs: settled.outputs }
  if (settled.webhookEventId === webhookEventId) return { kind: 'nothing' }
  const { details = {} } = settled.outcome
  const first = settled.webhookEventId === null ? {} : { duplicateOf: settled.webhookEventId }
  return {
    kind: 'nothing',
    outcome: { status: 'processed', reason: 'this revision was merged before: it changes nothing', details: { ...details, ...first } },
  }
}
