import { z } from 'zod'
import { identifier, optionalEmail, optionalInstant, optionalNumber, optionalText, orNull } from '../fields.ts'

const Person = z.object({ name: optionalText, email: optionalEmail })
const person = orNull(Person)

/** `{content}` as the workspace webhook and the API have it, plain text as the specification has it. */
const transcript = orNull(z.union([z.string(), z.object({ content: z.string() }).transform(({ content }) => content)]))

/**
 * A conversation, in webhooks and API answers alike; the specification calls it a speech. Only the id must be there.
 * https://help.otter.ai/hc/en-us/articles/35634832371735-Workspace-Webhooks
 */
export const Conversation = z.compile(
  z.object({
    id: identifier,
    title: optionalText,
    created_at: optionalInstant,
    /** Seconds; the specification's speeches only. */
    duration: optionalNumber,
    owner: person,
    owner_email: optionalEmail,
    /** The specification's speeches only. */
    status: optionalText.transform((text) => text?.toLowerCase() ?? null),
    /** How far the summaries are: each null while pending. Says nothing of the transcript, but that comes before them. */
    process_status: orNull(z.record(z.string(), z.unknown())),
    calendar_guests: orNull(z.array(person)),
    conf_join_url: optionalText,
    transcript,
    relationships: orNull(z.object({ transcript })),
  }),
)
export type Conversation = z.infer<typeof Conversation>

/** The documentation shows `relationships` inside the conversation and, in prose, beside it. */
export const Beside = z.compile(z.object({ relationships: orNull(z.object({ transcript })) }))
