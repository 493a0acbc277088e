import { z } from 'zod'
import { cutsField } from '../readings.ts'

const instant = z.number().nullable()

/** What fetching needs to know of a recording or transcript event, free of secrets. */
export const ZoomContent = z.object({
  /** The occurrence. `id` is shared by all occurrences of a recurring meeting. */
  uuid: z.string(),
  /** The number that people join by; null where the event has none. */
  meetingId: z.string().nullable(),
  topic: z.string().nullable(),
  hostEmail: z.string().nullable(),
  /** Where the meeting's join link lives: the account's own host, or zoom.us. */
  joinHost: z.string(),
  /** Epoch milliseconds: when the meeting started, which may be before its recording. */
  startTime: instant,
  durationMs: z.number().nullable(),
  /** Epoch milliseconds: when Zoom says it happened. */
  eventTs: instant,
  /** Transcript files only, in order of time. */
  files: z.array(
    z.object({
      id: z.string().nullable(),
      /** Epoch milliseconds. Cue times of the file count from `start`. */
      start: instant,
      end: instant,
    }),
  ),
  cuts: cutsField,
})
export type ZoomContent = z.infer<typeof ZoomContent>

/** What lets anybody read the recording: kept sealed. `downloadUrls` go with `files`, in the same order. */
export const ZoomSecret = z.object({
  /** Valid for 24 hours. */
  downloadToken: z.string().nullable(),
  downloadUrls: z.array(z.string().nullable()),
})
export type ZoomSecret = z.infer<typeof ZoomSecret>
