import type { Queryable } from '@hansard/shared/postgres/postgres'
import {
  commandSteps,
  deliveriesNamed,
  deliveriesOf,
  namedIn,
  traceDeliveries,
  transcriptsOf,
  uuidOf,
  type DeliveryTrace,
  type Step,
} from './deliveries.ts'
import { expectedTranscripts, type ExpectedTranscript } from './expected.ts'
import { meetingOf, meetingsHolding, type MeetingTrace } from './meetings.ts'

/** All that is known under a name. */
export interface Whereabouts {
  readonly name: string
  /** In order of receipt. */
  readonly deliveries: readonly DeliveryTrace[]
  /** Older deliveries that were left out. */
  readonly olderDeliveries: number
  /** Not among them: those that some of them are duplicates of, or led to the same transcript as. */
  readonly firsts: readonly DeliveryTrace[]
  /** The transcripts that these deliveries announced. */
  readonly expected: readonly ExpectedTranscript[]
  /** What became of people's commands about these meetings and transcripts. */
  readonly commands: readonly Step[]
  readonly meetings: readonly MeetingTrace[]
}

/**
 * The deliveries that go by `name` (at most `limit`, the newest), or that led to the meeting of that id, and the meetings
 * they were and are in. Undefined when nobody has reported anything of that name.
 */
export const whereabouts = async (postgres: Queryable, name: string, limit: number): Promise<Whereabouts | undefined> => {
  const id = uuidOf(name)
  const meetings = new Map<string, MeetingTrace>()
  if (id !== null) await addWithSuccessors(postgres, id, meetings)
  const sources = [...meetings.values()].flatMap((meeting) => meeting.sources.map(({ transcriptId }) => transcriptId))
  const ids = new Set([...(await deliveriesNamed(postgres, name)), ...(await deliveriesOf(postgres, sources))])
  const deliveries = await traceDeliveries(postgres, [...ids], limit)
  const firsts = await firstsOf(postgres, deliveries)

  // The id itself may be that of a transcript whose deliveries are not recorded (yet).
  const told = [...deliveries, ...firsts]
  const transcripts = [...new Set([...transcriptsOf(told), ...sources, ...(id === null ? [] : [id])])]
  const others = [...namedIn(told, 'meetingId'), ...(await meetingsHolding(postgres, transcripts))]
  for (const meeting of others) await addWithSuccessors(postgres, meeting, meetings)
  const commands = await commandSteps(postgres, { meetings: [...meetings.keys()], transcripts })
  const expected = await expectedTranscripts(postgres, transcripts)
  if (deliveries.length + meetings.size + commands.length + expected.length === 0) return undefined
  return { name, deliveries, olderDeliveries: ids.size - deliveries.length, firsts, expected, commands, meetings: [...meetings.values()] }
}

/** A first may itself have led to the transcript of another one, and no further than that. */
const longestChain = 3

const firstsOf = async (postgres: Queryable, deliveries: readonly DeliveryTrace[]): Promise<readonly DeliveryTrace[]> => {
  const known = new Set(deliveries.map(({ id }) => id))
  const firsts: DeliveryTrace[] = []
  for (let from = deliveries, step = 0; from.length > 0 && step < longestChain; step++) {
    const wanted = namedIn(from, 'duplicateOf', 'sameAs').filter((id) => !known.has(id))
    from = wanted.length === 0 ? [] : await traceDeliveries(postgres, wanted, wanted.length)
    for (const { id } of from) known.add(id)
    for (const first of from) firsts.push(first)
  }
  return firsts
}

/** Adds the meeting of that id and, where it was withdrawn, the one its transcripts went to, and so on. */
const addWithSuccessors = async (postgres: Queryable, id: string, meetings: Map<string, MeetingTrace>): Promise<void> => {
  for (let next: string | null = id; next !== null && !meetings.has(next);) {
    const meeting = await meetingOf(postgres, next)
    if (meeting === undefined) break
    meetings.set(next, meeting)
    next = meeting.otherMeetingId
  }
}
