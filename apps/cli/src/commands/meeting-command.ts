import type { MeetingCommand } from '@hansard/shared/contracts/contracts.generated'
import { createRegistry } from '@hansard/shared/registry/registry'
import { meetingCommands } from '@hansard/shared/topics'
import { needed, withKafka, withPostgres, type Environment } from '../connections.ts'
import { CommandFailed, UsageError } from '../problems.ts'
import { publishCommand } from '../publish-command.ts'
import { uuidOf } from '../where/deliveries.ts'
import { meetingOf, type MeetingTrace } from '../where/meetings.ts'

/** Who wants it, and why: it stays with the meeting. */
export interface Wish {
  readonly by: string
  readonly reason: string
}

const publishTimeoutMs = 15_000

/** The id, or UsageError. */
export const idOf = (what: string, text: string): string => {
  const id = uuidOf(text)
  if (id === null) throw new UsageError(`A ${what} is told by its id, which is a UUID: ${JSON.stringify(text)} is none.`)
  return id
}

/** The active meeting of that id, or CommandFailed. */
export const activeMeeting = async (env: Environment, id: string): Promise<MeetingTrace> => {
  const meeting = await withPostgres(env, (postgres) => meetingOf(postgres, id))
  if (meeting === undefined) throw new CommandFailed(`There is no meeting ${id}.`)
  if (meeting.sources.length === 0) {
    const other = meeting.otherMeetingId === null ? '' : ` Its transcripts are in meeting ${meeting.otherMeetingId}.`
    throw new CommandFailed(`Meeting ${id} is ${meeting.status}: it has no transcripts.${other}`)
  }
  return meeting
}

/** Gives the command to the merger; when it resolves, all in-sync replicas have it. */
export const give = (env: Environment, command: MeetingCommand): Promise<void> => {
  const registry = createRegistry(needed(env, 'SCHEMA_REGISTRY_URL'))
  return withKafka(env, publishTimeoutMs, async (kafka) => publishCommand(kafka, await registry.codec([meetingCommands]), command))
}
