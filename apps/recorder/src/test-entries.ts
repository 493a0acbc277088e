import { randomUUID } from 'node:crypto'
import type { JournalEntry, JournalWebhook } from '@hansard/shared/contracts/contracts.generated'
import { transcriptIdOf } from '@hansard/shared/transcript-id'

/** Entries of one invented delivery, for tests. */
export const deliveryOf = (fields: Partial<JournalWebhook> = {}) => {
  const webhookEventId = randomUUID()
  const receivedAt = Date.UTC(2026, 2, 3, 9, 30)
  let seconds = 0
  const webhook: JournalWebhook = {
    platform: 'zoom',
    eventType: 'recording.completed',
    workspaceId: randomUUID(),
    integrationId: randomUUID(),
    externalId: 'aDYlohsHRtCd4ii1uC2+hA==',
    aliases: ['97763643886'],
    verified: true,
    payload: JSON.stringify({ event: 'recording.completed', payload: { account_id: 'A1' } }),
    ...fields,
  }
  const { platform, workspaceId, externalId } = webhook
  return {
    webhookEventId,
    receivedAt,
    webhook,
    /** Of the transcript that it leads to. */
    transcriptId: transcriptIdOf({ platform, workspaceId: workspaceId ?? '', externalId: externalId ?? '' }),
    /** Each a second after the one before. */
    entry(stage: string, status: string, more: Partial<JournalEntry> = {}): JournalEntry {
      return {
        entryId: randomUUID(),
        webhookEventId,
        stage,
        status,
        reason: null,
        at: receivedAt + 1_000 * ++seconds,
        receivedAt,
        attempt: 1,
        origin: `${stage}.input/0/1`,
        traceparent: null,
        details: {},
        webhook: stage === 'verifier' && status !== 'retrying' ? webhook : null,
        ...more,
      }
    },
  }
}

/** A delivery that failed once on its way and was processed in the end. */
export const processedDelivery = () => {
  const delivery = deliveryOf()
  const result = { transcriptId: randomUUID(), meetingId: randomUUID(), revision: '2' }
  const entries = [
    delivery.entry('verifier', 'verified'),
    delivery.entry('deduper', 'processing'),
    delivery.entry('transcript-processor', 'retrying', { reason: 'Zoom answered 503.', details: { errorClass: 'TransientError' } }),
    delivery.entry('transcript-processor', 'processing', { attempt: 2, details: { transcriptId: result.transcriptId } }),
    delivery.entry('merger', 'processed', { details: result }),
  ]
  return { ...delivery, result, entries }
}
