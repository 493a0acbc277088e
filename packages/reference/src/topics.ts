import {
  fetchedTranscripts,
  journal,
  meetingCommands,
  mergedTranscripts,
  rawWebhooks,
  securityEvents,
  uniqueWebhooks,
  verifiedWebhooks,
} from '@hansard/shared/topics'
import type { Topic } from '@hansard/shared/stage/stage'

/** What a reader of the reference is told of a topic. */
export interface TopicNotes {
  readonly topic: Topic
  /** Who may rely on it: other teams, those who run Hansard, or Hansard itself (it may change between versions). */
  readonly audience: 'subscribers' | 'operators' | 'internal'
  /** Seen from Hansard: it sends records, or receives them. */
  readonly action: 'send' | 'receive'
  readonly title: string
  readonly key: string
  readonly description: string
}

/** The topics of the chain, those for subscribers first. */
export const topicNotes: readonly TopicNotes[] = [
  {
    topic: mergedTranscripts,
    audience: 'subscribers',
    action: 'send',
    title: 'Meetings',
    key: 'workspaceId',
    description:
      'One meeting as all platforms heard it, whole, in every record. The newest `revision` of a `meetingId` replaces the earlier ones; `status: withdrawn` means that its sources now belong to `change.otherMeetingId`.',
  },
  {
    topic: fetchedTranscripts,
    audience: 'subscribers',
    action: 'send',
    title: 'Transcripts of each platform',
    key: 'workspaceId',
    description:
      'One platform’s transcript of one meeting, whole, in every record: before merging. Of one `transcriptId` the newest by `sourceUpdatedAt`, else by `receivedAt`, counts.',
  },
  {
    topic: journal,
    audience: 'operators',
    action: 'send',
    title: 'Journal',
    key: 'webhookEventId',
    description:
      'How each stage ended each delivery, and why. The recorder keeps it in PostgreSQL, where `hansard where` reads it. Entries repeat with the same `entryId` where a stage runs at least once.',
  },
  {
    topic: securityEvents,
    audience: 'operators',
    action: 'send',
    title: 'Security events',
    key: 'remoteAddress',
    description: 'Deliveries that were refused because they could not be trusted. Floods are counted in `count`, not stored one by one.',
  },
  {
    topic: meetingCommands,
    audience: 'operators',
    action: 'receive',
    title: 'Commands',
    key: 'workspaceId',
    description: 'What people want done to meetings; written by `hansard`, obeyed by the merger in order with the transcripts.',
  },
  {
    topic: rawWebhooks,
    audience: 'internal',
    action: 'send',
    title: 'Raw webhooks',
    key: 'platform:delivery id',
    description:
      'Each accepted request body, its exact bytes; everything else of the request is in the headers. It holds what platforms send in the open, download tokens included: nobody but the verifier should be able to read it.',
  },
  {
    topic: verifiedWebhooks,
    audience: 'internal',
    action: 'send',
    title: 'Verified webhooks',
    key: 'workspaceId:externalId',
    description: 'Every authentic delivery, read and attributed to a workspace.',
  },
  {
    topic: uniqueWebhooks,
    audience: 'internal',
    action: 'send',
    title: 'Unique webhooks',
    key: 'workspaceId:externalId',
    description: 'The first delivery of each event revision.',
  },
]
