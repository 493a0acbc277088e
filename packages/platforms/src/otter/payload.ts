import { scrub } from '../scrub.ts'

/** The payload for the journal, which explains what happened to a meeting: secrets removed, and what was said in it left out. */
export const journalPayload = (body: unknown): unknown => scrub(body, summaries)

const summaryOf = (transcript: unknown): string | null => {
  if (transcript === null) return null
  const text = typeof transcript === 'object' && 'content' in transcript ? transcript.content : transcript
  return typeof text === 'string' ? `[${text.length} characters]` : '[removed]'
}

const summaries = new Map([['transcript', summaryOf]])
