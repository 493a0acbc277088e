import type { MeetingCommand, MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import type { Outcome } from '@hansard/shared/stage/stage'
import type { Meetings } from './meetings.ts'
import { isLasting } from '../merge/speaker-names.ts'
import { plan, type Cause } from './plan.ts'
import { regionAround } from './region.ts'
import { replay, type Applied, type Arrival } from './replay.ts'
import { revise } from './revise.ts'

interface Obeyed {
  readonly outcome: Outcome
  readonly outputs: readonly MergedTranscript[]
}

/** Does to a meeting what a person wants, or says why not. */
export const applyCommand = async (meetings: Meetings, command: MeetingCommand, arrival: Arrival): Promise<Applied> => {
  const settled = await meetings.settled(command.commandId)
  if (settled !== undefined) return replay(settled, arrival)
  const { outcome, outputs } = await obey(meetings, command)
  meetings.settle(command.commandId, { ...arrival, outcome, outputs })
  return { kind: 'applied', outcome, outputs }
}

const known = ['unmerge', 'merge', 'name-speaker'] as const

const obey = async (meetings: Meetings, command: MeetingCommand): Promise<Obeyed> => {
  if (!known.some((kind) => kind === command.kind))
    return refused(command, `there is no command ${JSON.stringify(command.kind)}: there are ${known.join(', ')}`)
  const place = (await meetings.placesOf([command.transcriptId]))[0]
  if (place === undefined || place.profile.workspaceId !== command.workspaceId)
    return refused(command, `the workspace has no transcript ${command.transcriptId}`)
  const others = (await meetings.membersOf([command.meetingId])).filter((id) => id !== command.transcriptId)
  if (command.kind === 'merge') return joinTo(meetings, command, place.meetingId, others)
  if (place.meetingId !== command.meetingId)
    return refused(command, `the transcript is not of meeting ${command.meetingId} but of ${place.meetingId ?? 'none'}`)
  if (command.kind === 'name-speaker') return nameSpeaker(meetings, command)
  if (others.length === 0) return refused(command, 'it is the only transcript of its meeting: there is nothing to take it out of')
  return unmerge(meetings, command, others)
}

const refused = ({ transcriptId, meetingId, by }: MeetingCommand, reason: string): Obeyed => ({
  outcome: { status: 'rejected', reason, details: { transcriptId, meetingId, by } },
  outputs: [],
})

const unmerge = async (meetings: Meetings, command: MeetingCommand, others: readonly string[]): Promise<Obeyed> => {
  const { transcriptId, meetingId } = command
  meetings.separate(transcriptId, others, command)
  const outputs = await changed(meetings, command, [transcriptId, ...others], null)
  return obeyed(command, outputs, (own) => `taken out of meeting ${meetingId} into ${own}`)
}

const joinTo = async (meetings: Meetings, command: MeetingCommand, from: string | null, others: readonly string[]): Promise<Obeyed> => {
  const { transcriptId, meetingId, workspaceId } = command
  if (from === meetingId) return refused(command, 'the transcript is of this meeting already')
  const [first] = others.length === 0 ? [] : await meetings.placesOf(others.slice(0, 1))
  if (first === undefined || first.profile.workspaceId !== workspaceId)
    return refused(command, `the workspace has no meeting ${meetingId} that is active`)
  meetings.join(transcriptId, others, command)
  const outputs = await changed(meetings, command, [transcriptId, ...others], null)
  return obeyed(command, outputs, (own) => `put together with the transcripts of meeting ${meetingId} in ${own}`)
}

const nameSpeaker = async (meetings: Meetings, command: MeetingCommand): Promise<Obeyed> => {
  const { transcriptId, label, name } = command
  if (label === null || label.trim() === '' || name === null || name.trim() === '')
    return refused(command, 'it does not say which label stands for which name')
  meetings.nameSpeaker({ transcriptId: isLasting(label) ? null : transcriptId, label, name: name.trim() }, command)
  const outputs = await changed(meetings, command, [transcriptId], 'speakers-named')
  return obeyed(command, outputs, (own) => `${label} is ${name} in meeting ${own}${isLasting(label) ? ' and in later ones' : ''}`)
}

/** What the meetings around some transcripts are after a person's decision. */
const changed = async (
  meetings: Meetings,
  { commandId, transcriptId, workspaceId, by, reason, at }: MeetingCommand,
  around: readonly string[],
  revised: Cause['revised'],
): Promise<readonly MergedTranscript[]> => {
  const region = await regionAround(meetings, around)
  const changes = plan(region, { inputId: commandId, transcriptId, revised })
  const author = { inputId: commandId, workspaceId, webhookEventId: null, by, at, why: reason }
  return revise(meetings, { region, changes, author })
}

const obeyed = (command: MeetingCommand, outputs: readonly MergedTranscript[], what: (meetingId: string) => string): Obeyed => {
  const { transcriptId, meetingId, by, reason } = command
  const own = outputs.find(({ sources }) => sources.some((source) => source.transcriptId === transcriptId))
  return {
    outcome: {
      status: 'processed',
      reason: `${what(own?.meetingId ?? '')}, asked for by ${by}: ${reason}`,
      details: { transcriptId, meetingId: own?.meetingId ?? '', from: meetingId, revision: String(own?.revision ?? 0), by },
    },
    outputs,
  }
}
