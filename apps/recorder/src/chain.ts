import type { Topic } from '@hansard/shared/stage/stage'
import {
  fetchedTranscripts,
  journal,
  meetingCommands,
  rawWebhooks,
  securityEvents,
  uniqueWebhooks,
  verifiedWebhooks,
} from '@hansard/shared/topics'

export interface ChainStage {
  /** Also the consumer group. */
  readonly name: string
  readonly inputs: readonly Topic[]
}

/** The stages in the order a delivery passes them. */
export const chain: readonly ChainStage[] = [
  { name: 'verifier', inputs: [rawWebhooks] },
  { name: 'deduper', inputs: [verifiedWebhooks] },
  { name: 'transcript-processor', inputs: [uniqueWebhooks] },
  { name: 'merger', inputs: [fetchedTranscripts, meetingCommands] },
]

/** The stage that reads of all the others. */
export const recorder: ChainStage = { name: 'recorder', inputs: [journal, securityEvents] }
