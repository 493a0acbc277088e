import type { Command } from 'commander'
import { uuidV7 } from '@hansard/shared/ids'
import type { Surroundings } from '../hansard.ts'
import { CommandFailed } from '../problems.ts'
import type { MeetingTrace } from '../where/meetings.ts'
import { activeMeeting, give, idOf, type Wish } from './meeting-command.ts'

interface SpeakerOptions extends Wish {
  readonly transcript?: string
}

/** `speaker <meeting> <label> <name>`: a person says who speaks. */
export const addSpeakerCommand = (program: Command, { env, terminal }: Surroundings): void => {
  program
    .command('speaker <meeting-id> <label> <name>')
    .description('say who a speaker is: the meeting is told anew, and names and e-mail addresses are remembered for later ones')
    .requiredOption('--by <who>', 'who says so')
    .requiredOption('--reason <why>', 'how it is known: it stays with the meeting')
    .option('--transcript <id>', 'the source whose label it is, where several have it')
    .action(async (meetingText: string, label: string, name: string, { by, reason, transcript }: SpeakerOptions) => {
      const meetingId = idOf('meeting', meetingText)
      const meeting = await activeMeeting(env, meetingId)
      const transcriptId = labelOwner(meeting, label, transcript === undefined ? undefined : idOf('transcript', transcript))
      const commandId = uuidV7()
      const { workspaceId } = meeting
      await give(env, { commandId, workspaceId, kind: 'name-speaker', meetingId, transcriptId, label, name, by, reason, at: Date.now() })
      terminal.print(`Published: ${label} is ${name} in meeting ${meetingId} (command ${commandId}).`)
      terminal.print('The merger obeys in its turn. To follow it:')
      terminal.print(`  npm run hansard -- where ${meetingId}`)
    })
}

const same = (x: string, y: string): boolean => x.trim().toLowerCase() === y.trim().toLowerCase()

/** The source whose label it is, or whose label was found to stand for that name; CommandFailed where that is nobody's or several sources' label. */
export const labelOwner = (meeting: Pick<MeetingTrace, 'id' | 'speakers'>, label: string, wanted: string | undefined): string => {
  const fitting = meeting.speakers.filter((speaker) => same(speaker.label, label) || (speaker.name !== null && same(speaker.name, label)))
  const owners = [...new Set(fitting.map(({ transcriptId }) => transcriptId))]
  const labels = [...new Set(meeting.speakers.map((speaker) => speaker.label))].toSorted().map((each) => `\n  ${each}`)
  if (owners.length === 0)
    throw new CommandFailed(`Nobody is called ${JSON.stringify(label)} in meeting ${meeting.id}. Its labels are:${labels.join('')}`)
  if (wanted !== undefined && !owners.includes(wanted))
    throw new CommandFailed(`Transcript ${wanted} has no label ${JSON.stringify(label)}.`)
  const isPlaceholder = fitting.every((speaker) => speaker.name === null || !same(speaker.name, label))
  if (wanted === undefined && owners.length > 1 && isPlaceholder) {
    const choices = owners.map((owner) => `\n  --transcript ${owner}`).join('')
    throw new CommandFailed(`Several sources have a label ${JSON.stringify(label)}, perhaps for several people. Say which:${choices}`)
  }
  return wanted ?? owners[0] ?? ''
}
