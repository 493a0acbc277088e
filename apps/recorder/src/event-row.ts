import type { JournalEntry, JournalWebhook } from '@hansard/shared/contracts/contracts.generated'
import { rankOf } from './ranking.ts'
import { storableJson, storableText, storableTime, storableUuid } from './storable.ts'
import { entryIdOf } from './step-row.ts'

/** Which entry a group of columns was taken from. */
interface Source {
  readonly rank: number
  readonly entry: string
  readonly at: string
}

interface WebhookColumns extends Source {
  readonly integration_id: string | null
  readonly workspace_id: string | null
  readonly platform: string
  readonly event_type: string
  readonly external_id: string | null
  readonly aliases: readonly string[]
  readonly payload: unknown
  readonly verified: boolean
}

interface StatusColumns extends Source {
  readonly status: string
  readonly error_message: string | null
  readonly result: Readonly<Record<string, string | number>> | null
  readonly processed_at: string | null
}

/** A row of mcp.webhook_events as far as some of its delivery's entries tell it. */
export interface EventRow {
  readonly id: string
  readonly webhook: WebhookColumns | null
  readonly status: StatusColumns
  readonly traceparent: string | null
  readonly received_at: string | null
}

/** The row as one entry tells it; undefined where the entry names no delivery. */
export const eventRowOf = (entry: JournalEntry): EventRow | undefined => {
  const id = storableUuid(entry.webhookEventId)
  if (id === null) return undefined
  const source = { rank: rankOf(entry), entry: entryIdOf(entry), at: storableTime(entry.at) }
  return {
    id,
    webhook: entry.webhook === null ? null : { ...source, ...webhookColumns(entry.webhook) },
    status: { ...source, ...statusColumns(entry, source.at) },
    traceparent: entry.traceparent === null ? null : storableText(entry.traceparent),
    received_at: entry.receivedAt === null ? null : storableTime(entry.receivedAt),
  }
}

/**
 * The row that two rows of one delivery make together. Associative, commutative and idempotent, so that entries in any
 * order, any number of times, in any batches, come to the same row; the statement in `record-journal.ts` does the same
 * with the row in the table.
 */
export const joinRows = (a: EventRow, b: EventRow): EventRow => ({
  id: a.id,
  webhook: a.webhook === null || b.webhook === null ? (a.webhook ?? b.webhook) : later(a.webhook, b.webhook),
  status: later(a.status, b.status),
  traceparent: least(a.traceparent, b.traceparent),
  received_at: least(a.received_at, b.received_at),
})

/** The one that says more: by rank, then by entry id; of two copies of one entry (written again after a crash) the first written. */
const later = <S extends Source>(a: S, b: S): S => {
  if (a.rank !== b.rank) return a.rank > b.rank ? a : b
  if (a.entry !== b.entry) return a.entry > b.entry ? a : b
  return a.at <= b.at ? a : b
}

const least = (a: string | null, b: string | null): string | null => (a === null || b === null ? (a ?? b) : a <= b ? a : b)

/** PostgreSQL cannot index longer array elements; no person looks up a name of that length. */
const longestAlias = 500

const webhookColumns = (webhook: JournalWebhook): Omit<WebhookColumns, keyof Source> => ({
  integration_id: storableUuid(webhook.integrationId),
  workspace_id: storableUuid(webhook.workspaceId),
  platform: storableText(webhook.platform),
  event_type: storableText(webhook.eventType),
  external_id: webhook.externalId === null ? null : storableText(webhook.externalId),
  aliases: webhook.aliases.filter((alias) => alias.length <= longestAlias).map(storableText),
  payload: payloadOf(webhook),
  verified: webhook.verified,
})

/** The webhook's JSON with `external_id` beside its own fields. */
const payloadOf = ({ payload, externalId }: JournalWebhook): unknown => {
  if (payload === null) return externalId === null ? null : { external_id: storableText(externalId) }
  const json = storableJson(parsed(payload))
  const fields = typeof json === 'object' && json !== null && !Array.isArray(json) ? json : { payload: json }
  return externalId === null ? fields : { ...fields, external_id: storableText(externalId) }
}

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json)
  } catch {
    return json
  }
}

const statuses: readonly string[] = ['received', 'verified', 'processing', 'processed', 'failed', 'duplicate', 'ignored', 'rejected']

/** Between two attempts, and given back to a stage, a delivery is still being processed; parked, it stays as failed as it was. */
const statusOf = (status: string): string => (statuses.includes(status) ? status : status === 'parked' ? 'failed' : 'processing')

const statusColumns = (entry: JournalEntry, at: string): Omit<StatusColumns, keyof Source> => {
  const processed = entry.status === 'processed'
  const result = processed ? resultOf(entry.details) : null
  // Processed without a transcript is a normal end that needs its reason shown: the specification keeps it as error_message.
  const explained = entry.status === 'failed' || entry.status === 'rejected' || (processed && result === null)
  return {
    status: statusOf(entry.status),
    error_message: explained && entry.reason !== null ? storableText(entry.reason) : null,
    result,
    processed_at: processed ? at : null,
  }
}

const resultOf = (details: JournalEntry['details']): StatusColumns['result'] => {
  const { transcriptId = '', meetingId = '', revision = '' } = details
  const result = {
    ...(transcriptId !== '' && { transcript_id: storableText(transcriptId) }),
    ...(meetingId !== '' && { meeting_id: storableText(meetingId) }),
    ...(/^\d{1,9}$/.test(revision) && { revision: Number(revision) }),
  }
  return Object.keys(result).length === 0 ? null : result
}
