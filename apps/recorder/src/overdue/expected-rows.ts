import type { JournalEntry } from '@hansard/shared/contracts/contracts.generated'
import { transcriptIdOf } from '@hansard/shared/transcript-id'
import { storableText, storableTime, storableUuid } from '../storable.ts'
import type { TranscriptDeadlines } from './transcript-deadlines.ts'

/** What an entry tells of a row of mcp.expected_transcripts. */
export interface ExpectedRow {
  readonly transcript_id: string
  readonly workspace_id: string | null
  readonly platform: string | null
  readonly external_id: string | null
  readonly announced_at: string | null
  readonly announced_by: string | null
  readonly due_at: string | null
  readonly transcript_at: string | null
  readonly none_at: string | null
}

/**
 * One row per transcript that the entries tell something of, in order of id. The verifier tells that there should be one, the
 * transcript-processor that there is, or that there will be none.
 */
export const expectedRows = (entries: readonly JournalEntry[], deadlines: TranscriptDeadlines): readonly ExpectedRow[] => {
  const rows = new Map<string, ExpectedRow>()
  for (const entry of entries) {
    const row = entry.stage === 'transcript-processor' ? settledBy(entry) : announcedBy(entry, deadlines)
    if (row === undefined) continue
    const known = rows.get(row.transcript_id)
    rows.set(row.transcript_id, known === undefined ? row : joinExpected(known, row))
  }
  return [...rows.values()].toSorted((a, b) => (a.transcript_id < b.transcript_id ? -1 : 1))
}

/** The row that two of one transcript make together; the statement in `record-expected.ts` does the same with the row in the table. */
export const joinExpected = (a: ExpectedRow, b: ExpectedRow): ExpectedRow => {
  const first = announcement(a) <= announcement(b) ? a : b
  return {
    transcript_id: a.transcript_id,
    workspace_id: first.workspace_id,
    platform: first.platform,
    external_id: first.external_id,
    announced_at: first.announced_at,
    announced_by: first.announced_by,
    due_at: first.due_at,
    transcript_at: earliest(a.transcript_at, b.transcript_at),
    none_at: earliest(a.none_at, b.none_at),
  }
}

/** Orders by time, then by delivery; what is not announced comes last. */
const announcement = ({ announced_at, announced_by }: ExpectedRow): string => `${announced_at ?? '~'} ${announced_by ?? ''}`

const earliest = (a: string | null, b: string | null): string | null => (a === null || b === null ? (a ?? b) : a <= b ? a : b)

const nothing: Omit<ExpectedRow, 'transcript_id'> = {
  workspace_id: null,
  platform: null,
  external_id: null,
  announced_at: null,
  announced_by: null,
  due_at: null,
  transcript_at: null,
  none_at: null,
}

const announcedBy = (entry: JournalEntry, deadlines: TranscriptDeadlines): ExpectedRow | undefined => {
  const { webhook, status, receivedAt } = entry
  if (status !== 'verified' || webhook === null || receivedAt === null) return undefined
  const { workspaceId, platform, externalId } = webhook
  const deadline = deadlines.get(platform)
  const [workspace, delivery] = [storableUuid(workspaceId), storableUuid(entry.webhookEventId)]
  if (workspaceId === null || workspace === null || delivery === null || externalId === null || deadline === undefined) return undefined
  return {
    ...nothing,
    transcript_id: transcriptIdOf({ workspaceId, platform, externalId }),
    workspace_id: workspace,
    platform: storableText(platform),
    external_id: storableText(externalId),
    announced_at: storableTime(receivedAt),
    announced_by: delivery,
    due_at: storableTime(receivedAt + deadline),
  }
}

const settledBy = ({ status, at, details }: JournalEntry): ExpectedRow | undefined => {
  if (status !== 'processing' && status !== 'processed') return undefined
  const fetched = storableUuid(details.transcriptId ?? null)
  if (fetched !== null) return { ...nothing, transcript_id: fetched, transcript_at: storableTime(at) }
  const expected = storableUuid(details.expectedTranscriptId ?? null)
  if (expected === null || details.transcript !== 'none') return undefined
  return { ...nothing, transcript_id: expected, none_at: storableTime(at) }
}
