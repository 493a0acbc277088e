import { bytes } from './contracts/contract.ts'
import {
  fetchedTranscriptContract,
  journalEntryContract,
  meetingCommandContract,
  mergedTranscriptContract,
  securityEventContract,
  webhookEventContract,
} from './contracts/contracts.generated.ts'
import type {
  FetchedTranscript,
  JournalEntry,
  MeetingCommand,
  MergedTranscript,
  SecurityEvent,
  WebhookEvent,
} from './contracts/contracts.generated.ts'
import type { Topic } from './stage/stage.ts'

const day = 86_400_000

/** The chain's topics, their contracts, and how long each keeps its records (milliseconds). */
export const rawWebhooks: Topic<Buffer> = { name: 'webhooks.raw.v1', contract: bytes }
export const verifiedWebhooks: Topic<WebhookEvent> = { name: 'webhooks.verified.v1', contract: webhookEventContract }
export const uniqueWebhooks: Topic<WebhookEvent> = { name: 'webhooks.unique.v1', contract: webhookEventContract }
export const fetchedTranscripts: Topic<FetchedTranscript> = { name: 'transcripts.fetched.v1', contract: fetchedTranscriptContract }
export const mergedTranscripts: Topic<MergedTranscript> = { name: 'transcripts.merged.v1', contract: mergedTranscriptContract }
export const journal: Topic<JournalEntry> = { name: 'webhooks.journal.v1', contract: journalEntryContract }
export const securityEvents: Topic<SecurityEvent> = { name: 'security.events.v1', contract: securityEventContract }
export const meetingCommands: Topic<MeetingCommand> = { name: 'meetings.commands.v1', contract: meetingCommandContract }

export const retention: Readonly<Record<string, number>> = {
  [rawWebhooks.name]: 7 * day,
  [verifiedWebhooks.name]: 7 * day,
  [uniqueWebhooks.name]: 7 * day,
  [journal.name]: 7 * day,
  [securityEvents.name]: 7 * day,
  [meetingCommands.name]: 30 * day,
  [fetchedTranscripts.name]: 30 * day,
  [mergedTranscripts.name]: 30 * day,
}

export const chainTopics: readonly Topic[] = [
  rawWebhooks,
  verifiedWebhooks,
  uniqueWebhooks,
  fetchedTranscripts,
  mergedTranscripts,
  journal,
  securityEvents,
  meetingCommands,
]

/** The consumers of the chain, in its order: consumer groups, and prefixes of their retry and dead-letter topics. */
export const stageNames = ['verifier', 'deduper', 'transcript-processor', 'merger', 'recorder'] as const
export type StageName = (typeof stageNames)[number]

/** The topic where records of a stage wait `seconds` before their next attempt. */
export const retryTopicName = (stage: string, seconds: number): string => `${stage}.retry.${seconds}s`

/** The topic of the records a stage gave up. */
export const deadLetterTopicName = (stage: string): string => `${stage}.dlq`

/** How long retry topics and dead-letter topics keep their records (milliseconds). */
export const retryRetention: number = 7 * day
export const deadLetterRetention: number = 90 * day
