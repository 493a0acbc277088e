import type { Command } from 'commander'
import { uuidV7 } from '@hansard/shared/ids'
import type { Surroundings } from '../hansard.ts'
import { CommandFailed } from '../problems.ts'
import { activeMeeting, give, idOf, type Wish } from './meeting-command.ts'

/** `merge <meeting> <transcript>`: a person says that a transcript is of a meeting, whatever the evidence and earlier separations say. */
export const addMergeCommand = (program: Command, { env, terminal }: Surroundings): void => {
  program
    .command('merge <meeting-id> <transcript-id>')
    .description('put a transcript into a meeting that it was not found to belong to, or was taken out of')
    .requiredOption('--by <who>', 'who wants it')
    .requiredOption('--reason <why>', 'why: it stays with the meeting')
    .action(async (meetingText: string, transcriptText: string, { by, reason }: Wish) => {
      const [meetingId, transcriptId] = [idOf('meeting', meetingText), idOf('transcript', transcriptText)]
      const meeting = await activeMeeting(env, meetingId)
      if (meeting.sources.some((source) => source.transcriptId === transcriptId))
        throw new CommandFailed(`Transcript ${transcriptId} is part of meeting ${meetingId} already.`)
      const commandId = uuidV7()
      const { workspaceId } = meeting
      await give(env, {
        commandId,
        workspaceId,
        kind: 'merge',
        meetingId,
        transcriptId,
        label: null,
        name: null,
        by,
        reason,
        at: Date.now(),
      })
      terminal.print(`Published: transcript ${transcriptId} is to join meeting ${meetingId} (command ${commandId}).`)
      terminal.print('The merger obeys in its turn. To follow it:')
      terminal.print(`  npm run hansard -- where ${transcriptId}`)
    })
}
