import type { Command } from 'commander'
import type { MeetingCommand } from '@hansard/shared/contracts/contracts.generated'
import { uuidV7 } from '@hansard/shared/ids'
import { meetingCommands } from '@hansard/shared/topics'
import { registryOf, withKafka, withPostgres } from '../connections.ts'
import type { Surroundings } from '../hansard.ts'
import { CommandFailed, UsageError } from '../problems.ts'
import { publishCommand } from '../publish-command.ts'
import { uuidOf } from '../where/deliveries.ts'
import { meetingOf, type MeetingTrace } from '../where/meetings.ts'

interface UnmergeOptions {
  readonly by: string
  readonly reason: string
}

const publishTimeoutMs = 15_000

/** `unmerge <meeting> <transcript>`: asks the merger to take two meetings apart that were taken for one. */
export const addUnmergeCommand = (program: Command, { env, terminal }: Surroundings): void => {
  program
    .command('unmerge <meeting-id> <transcript-id>')
    .description('take a transcript out of a meeting it does not belong to, into one of its own')
    .requiredOption('--by <who>', 'who wants it')
    .requiredOption('--reason <why>', 'why: it stays with the meeting')
    .action(async (meetingId: string, transcriptId: string, options: UnmergeOptions) => {
      const [meeting, transcript] = [uuidOf(meetingId), uuidOf(transcriptId)]
      if (meeting === null || transcript === null)
        throw new UsageError('The meeting and the transcript are told by their ids, which are UUIDs.')
      const found = await withPostgres(env, (postgres) => meetingOf(postgres, meeting))
      const command = unmergeCommand(found, { meeting, transcript }, options, { commandId: uuidV7(), at: Date.now() })
      const registry = registryOf(env)
      await withKafka(env, publishTimeoutMs, async (kafka) => publishCommand(kafka, await registry.codec([meetingCommands]), command))
      terminal.print(`Published: transcript ${transcript} leaves meeting ${meeting} (command ${command.commandId}).`)
      terminal.print('The merger obeys in its turn. To follow it:')
      terminal.print(`  npm run hansard -- where ${transcript}`)
    })
}

/** The command, or CommandFailed with why it cannot be given. */
export const unmergeCommand = (
  meeting: MeetingTrace | undefined,
  ids: { readonly meeting: string; readonly transcript: string },
  { by, reason }: UnmergeOptions,
  { commandId, at }: { readonly commandId: string; readonly at: number },
): MeetingCommand => {
  if (meeting === undefined) throw new CommandFailed(`There is no meeting ${ids.meeting}.`)
  if (!meeting.sources.some(({ transcriptId }) => transcriptId === ids.transcript)) {
    const sources = meeting.sources.map(({ transcriptId, platform }) => `\n  ${transcriptId} (${platform})`).join('')
    throw new CommandFailed(
      sources === ''
        ? `Meeting ${meeting.id} is ${meeting.status}: it has no transcripts.`
        : `Transcript ${ids.transcript} is no part of meeting ${meeting.id}. It is made of:${sources}`,
    )
  }
  if (meeting.sources.length === 1)
    throw new CommandFailed(`Meeting ${meeting.id} is made of this transcript alone: there is nothing to take apart.`)
  return {
    commandId,
    workspaceId: meeting.workspaceId,
    kind: 'unmerge',
    meetingId: meeting.id,
    transcriptId: ids.transcript,
    label: null,
    name: null,
    by,
    reason,
    at,
  }
}
