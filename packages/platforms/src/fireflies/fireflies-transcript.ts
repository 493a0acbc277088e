import { z } from 'zod'
import { optionalEmail, optionalMoment, optionalNumber, optionalText, orNull } from '../fields.ts'

/** Seconds from the start; typed as text in the documentation, sent as numbers. */
const seconds = z.union([
  z.number(),
  z
    .string()
    .trim()
    .regex(/^\d{1,9}(?:\.\d{1,20})?$/)
    .transform(Number),
])

/** A small number or text; 0 is a speaker like any other. */
const speakerId = orNull(z.union([z.number(), z.string().min(1)]).transform(String))

export const Sentence = z.object({
  speaker_name: optionalText,
  speaker_id: speakerId,
  /** As people corrected it. */
  text: optionalText,
  /** As the recogniser heard it. */
  raw_text: optionalText,
  start_time: seconds.nullish(),
  end_time: seconds.nullish(),
})
export type Sentence = z.infer<typeof Sentence>

const listOf = <S extends z.ZodType>(item: S) => orNull(z.array(item))

/** A transcript as the GraphQL API gives it: `duration` in minutes, `date` in epoch milliseconds, most things may be null. */
export const FirefliesTranscript = z.compile(
  z.object({
    title: optionalText,
    host_email: optionalEmail,
    organizer_email: optionalEmail,
    /** Addresses; one entry may hold several, separated by commas. */
    participants: listOf(optionalText),
    date: optionalMoment,
    duration: optionalNumber,
    meeting_link: optionalText,
    is_live: orNull(z.boolean()),
    meeting_info: orNull(z.object({ silent_meeting: orNull(z.boolean()), summary_status: optionalText })),
    meeting_attendees: listOf(z.object({ displayName: optionalText, name: optionalText, email: optionalEmail })),
    speakers: listOf(z.object({ id: speakerId, name: optionalText })),
    sentences: z.array(Sentence).nullish(),
  }),
)
export type FirefliesTranscript = z.infer<typeof FirefliesTranscript>
