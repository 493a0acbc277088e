import { z } from 'zod'

const Stretch = z.object({ fromMs: z.number().int(), toMs: z.number().int() })

/** Somebody in the meeting, and what each platform shows as the speaker; null: the platform does not know the voice. */
const Person = z.object({
  name: z.string().min(1),
  email: z.string().min(1),
  labels: z.object({ zoom: z.string().min(1), fireflies: z.string().min(1).nullable(), otter: z.string().min(1).nullable() }),
})
export type Person = z.infer<typeof Person>

const Utterance = z.object({
  /** Index into `people`. */
  person: z.number().int().min(0),
  /** Milliseconds after `startedAt`. */
  startMs: z.number().int(),
  endMs: z.number().int(),
  /** What was really said. */
  text: z.string().min(1),
})
export type Utterance = z.infer<typeof Utterance>

/**
 * What was really said in a meeting, and what each platform got of it. Plain JSON. Renderings are pure functions of it:
 * the same meeting always gives the same WebVTT, sentences and text, down to the byte.
 */
export const Meeting = z.object({
  /** Names this meeting in the simulator; adding another of the same key replaces it. */
  key: z.string().min(1),
  /** Seed of what the platforms' recognisers get wrong. */
  seed: z.string(),
  titles: z.object({ zoom: z.string(), fireflies: z.string(), otter: z.string() }),
  /** Epoch milliseconds. */
  startedAt: z.number().int(),
  timezone: z.string(),
  joinUrl: z.string(),
  /** The first is the host. */
  people: z.array(Person).min(1),
  utterances: z.array(Utterance),
  zoom: z.object({
    accountId: z.string(),
    hostId: z.string(),
    /** The meeting number that all occurrences of a recurring meeting share. */
    number: z.number().int(),
    /** This occurrence; standard base64, so it may hold `/` and `+`. */
    uuid: z.string(),
    /** Stretches that were recorded; more than one when somebody paused the recording. Each has files of its own. */
    recordings: z.array(Stretch.extend({ videoFileId: z.string(), transcriptFileId: z.string() })),
  }),
  /** `heard`: stretches that the platform's note-taker was present. `clockErrorMs`: how far its clock is ahead. */
  fireflies: z.object({ id: z.string(), heard: z.array(Stretch), clockErrorMs: z.number().int() }),
  otter: z.object({ id: z.string(), heard: z.array(Stretch), clockErrorMs: z.number().int() }),
})
export type Meeting = z.infer<typeof Meeting>

export type PlatformName = 'zoom' | 'fireflies' | 'otter'

/** Milliseconds from the start to the end of the last utterance. */
export const durationOf = (meeting: Meeting): number => meeting.utterances.at(-1)?.endMs ?? 0

/** The person who opened the meeting. */
export const hostOf = (meeting: Meeting): Person => {
  const [host] = meeting.people
  if (host === undefined) throw new RangeError('A meeting needs at least one person')
  return host
}
