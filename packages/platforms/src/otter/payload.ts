import { scrub } from '../scrub.ts'

/** The payload for the journal, which explains what happened to a meeting: secrets removed, and what was said in it left out. */
export const journalPayload = (body: unknown): unknown => scrub(withoutTranscript(body))

const withoutTranscript = (payload: unknown): unknown => {
  if (Array.isArray(payload)) return payload.map(withoutTranscript)
  if (typeof payload !== 'object' || payload === null) return payload
  const kept: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(payload)) kept[key] = key === 'transcript' ? summaryOf(value) : withoutTranscript(value)
  return kept
}

const summaryOf = (transcript: unknown): string | null => {
  if (transcript === null) return null
  const text = typeof transcript === 'object' && 'content' in transcript ? transcript.content : transcript
  return typeof text === 'string' ? `[${text.length} characters]` : '[removed]'
}
