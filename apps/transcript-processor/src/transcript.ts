import type { PlatformTranscript } from '@hansard/platforms/platform'
import type { FetchedTranscript, WebhookEvent } from '@hansard/shared/contracts/contracts.generated'
import { uuidV5 } from '@hansard/shared/ids'
import { transcriptIdOf } from '@hansard/shared/transcript-id'

/** A platform's transcript as the contract has it. Ids come from the meeting's identity and from what was said: the same words make the same revision. */
export const fetchedTranscript = (event: WebhookEvent, transcript: PlatformTranscript): FetchedTranscript => {
  const transcriptId = transcriptIdOf(event)
  const { title, joinUrl, startedAt, durationMs, participants, segments } = transcript
  return {
    transcriptId,
    revisionId: uuidV5(
      'transcript-revision',
      transcriptId,
      JSON.stringify({ title, joinUrl, startedAt, durationMs, participants, segments }),
    ),
    workspaceId: event.workspaceId,
    integrationId: event.integrationId,
    webhookEventId: event.webhookEventId,
    platform: event.platform,
    externalId: event.externalId,
    aliases: event.aliases,
    title,
    joinUrl,
    startedAt,
    durationMs,
    participants,
    segments,
    sourceUpdatedAt: transcript.sourceUpdatedAt ?? event.occurredAt,
    receivedAt: event.receivedAt,
    notes: transcript.notes,
  }
}
