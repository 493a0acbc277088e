import { keptOf, keys } from '../kept.ts'

/** The payload for the journal, which explains what happened to a meeting: what is known of it, without what was said. */
export const journalPayload = (body: unknown): unknown => keptOf(body, known, summaries)

const known = keys(
  `event meta retrieved_at webhook name source source_type id member_count created_by data speech title created_at duration owner email
   owner_email first_name last_name status process_status action_item outline insights calendar_guests permission
   relationships action_items format`,
)

const summaryOf = (transcript: unknown): string | null => {
  if (transcript === null) return null
  const text = typeof transcript === 'object' && 'content' in transcript ? transcript.content : transcript
  return typeof text === 'string' ? `[${text.length} characters]` : '[removed]'
}

const summaries = new Map([['transcript', summaryOf]])
