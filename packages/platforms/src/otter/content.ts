import { z } from 'zod'
import { joinLink } from '../join-link.ts'
import { cutsField } from '../readings.ts'
import type { Conversation, OtterTranscript } from './conversation.ts'

/** What fetching needs to know of an Otter event, the transcript's text included: it is no secret. */
export const OtterContent = z.object({
  id: z.string(),
  title: z.string().nullable(),
  /** Epoch milliseconds. Otter does not say when recording began: creation is the closest it tells. */
  createdAt: z.number().nullable(),
  durationMs: z.number().nullable(),
  /** Set while the speech is unfinished: its status. */
  partial: z.string().nullable(),
  joinUrl: z.string().nullable(),
  people: z.array(z.object({ name: z.string().nullable(), email: z.string().nullable() })),
  transcript: z.string().nullable(),
  /** What Otter calls the transcript's format; missing in events of before it was kept. */
  transcriptFormat: z.string().nullable().default(null),
  /** Epoch milliseconds: when Otter read what it sent. */
  retrievedAt: z.number().nullable(),
  cuts: cutsField,
})
export type OtterContent = z.infer<typeof OtterContent>

/** A conversation in the terms of fetching. */
export const contentOf = (conversation: Conversation, transcript: OtterTranscript | null, retrievedAt: number | null): OtterContent => {
  const { id, title, created_at, duration, owner, owner_email, calendar_guests, conf_join_url } = conversation
  const people = [owner ?? { name: null, email: owner_email }, ...(calendar_guests ?? [])]
  return {
    id: String(id),
    title,
    createdAt: created_at,
    durationMs: duration === null ? null : Math.round(duration * 1000),
    partial: null,
    joinUrl: joinLink(conf_join_url),
    people: people.filter((person) => person !== null).filter(({ name, email }) => name !== null || email !== null),
    transcript: transcript?.content ?? null,
    transcriptFormat: transcript?.format ?? null,
    retrievedAt,
  }
}
