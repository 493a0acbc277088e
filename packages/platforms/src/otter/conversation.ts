import { z } from 'zod'
import {
  eachOrNull,
  identifier,
  optionalCode,
  optionalEmail,
  optionalInstant,
  optionalName,
  optionalNumber,
  optionalTitle,
  optionalUrl,
  orNull,
} from '../fields.ts'
import { limits } from '../limits.ts'

const Person = z.object({ name: optionalName, email: optionalEmail })
const person = orNull(Person)

/** `{content, format}` as the workspace webhook and the API have it, plain text as the specification has it. */
const transcript = orNull(
  z.union([
    z.string().transform((content): OtterTranscript => ({ content, format: null })),
    z.object({ content: z.string(), format: optionalCode }),
  ]),
)

export interface OtterTranscript {
  readonly content: string
  /** What Otter calls it (`txt`); null where it does not say. */
  readonly format: string | null
}

/**
 * A conversation, in webhooks and API answers alike; the specification calls it a speech. Only the id must be there.
 * https://help.otter.ai/hc/en-us/articles/35634832371735-Workspace-Webhooks
 */
export const Conversation = z.compile(
  z.object({
    id: identifier,
    title: optionalTitle,
    created_at: optionalInstant,
    /** Seconds; the specification's speeches only. */
    duration: optionalNumber,
    owner: person,
    owner_email: optionalEmail,
    /** The specification's speeches only. */
    status: optionalCode.transform((text) => text?.toLowerCase() ?? null),
    /** How far the summaries are: each null while pending. Says nothing of the transcript, but that comes before them. */
    process_status: orNull(z.record(z.string(), z.unknown())),
    calendar_guests: eachOrNull(Person, 'calendar guests', limits.people),
    conf_join_url: optionalUrl,
    transcript,
    relationships: orNull(z.object({ transcript })),
  }),
)
export type Conversation = z.infer<typeof Conversation>

/** The documentation shows `relationships` inside the conversation and, in prose, beside it. */
const Beside = z.compile(z.object({ relationships: orNull(z.object({ transcript })) }))

/**
 * The transcript, wherever Otter put it: the first with words in it, or else one that is empty.
 * @param body what the conversation came in
 */
export const transcriptOf = (conversation: Conversation, body?: unknown): OtterTranscript | null => {
  const beside = Beside.safeParse(body)
  const places = [conversation.transcript, conversation.relationships?.transcript, beside.data?.relationships?.transcript]
  const found = places.filter((place) => place !== null && place !== undefined)
  return found.find(({ content }) => content.trim() !== '') ?? found[0] ?? null
}
