import { z } from 'zod'
import {
  identityIn,
  optionalCode,
  optionalEmail,
  optionalMoment,
  optionalName,
  optionalNumber,
  optionalTitle,
  optionalUrl,
  optionalWords,
  orNull,
  readable,
} from '../fields.ts'
import { limits } from '../limits.ts'

/** Seconds from the start; typed as text in the documentation, sent as numbers. NaN for what cannot be read; null where there is none. */
const seconds = z
  .unknown()
  .optional()
  .transform((value): number | null => {
    if (value === null || value === undefined || value === '') return null
    if (typeof value === 'number') return value
    return typeof value === 'string' && /^\s*\d{1,12}(?:\.\d{1,20})?\s*$/.test(value) ? Number(value) : Number.NaN
  })

/** A small number or text; 0 is a speaker like any other. */
const speakerId = orNull(z.union([z.number(), z.string().min(1)]).transform((id) => identityIn(String(id), 'the id of a speaker') ?? ''))

export const Sentence = z.object({
  speaker_name: optionalName,
  speaker_id: speakerId,
  /** As people corrected it. */
  text: optionalWords,
  /** As the recogniser heard it. */
  raw_text: optionalWords,
  start_time: seconds,
  end_time: seconds,
})
export type Sentence = z.infer<typeof Sentence>

/** A transcript as the GraphQL API gives it: `duration` in minutes, `date` in epoch milliseconds, most things may be null. */
export const FirefliesTranscript = z.compile(
  z.object({
    title: optionalTitle,
    host_email: optionalEmail,
    organizer_email: optionalEmail,
    /** Addresses; one entry may hold several, separated by commas. */
    participants: readable(optionalWords, 'participants', limits.people),
    date: optionalMoment,
    duration: optionalNumber,
    meeting_link: optionalUrl,
    is_live: orNull(z.boolean()),
    meeting_info: orNull(z.object({ silent_meeting: orNull(z.boolean()), summary_status: optionalCode })),
    meeting_attendees: readable(
      z.object({ displayName: optionalName, name: optionalName, email: optionalEmail }),
      'attendees',
      limits.people,
    ),
    speakers: readable(z.object({ id: speakerId, name: optionalName }), 'speakers', limits.speakers),
    sentences: z.array(orNull(Sentence)).nullish(),
  }),
)
export type FirefliesTranscript = z.infer<typeof FirefliesTranscript>
