import type { MeetingCommand, MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import type { Outcome } from '@hansard/shared/stage/stage'
import type { Meetings } from './meetings.ts'
import { plan } from './plan.ts'
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
  await meetings.settle(command.commandId, { ...arrival, outcome, outputs })
  return { kind: 'applied', outcome, outputs }
}

const obey = async (meetings: Meetings, command: MeetingCommand): Promise<Obeyed> => {
  if (command.kind !== 'unmerge') return refused(command, `there is no command ${JSON.stringify(command.kind)}: unmerge is the only one`)
  const place = (await meetings.placesOf([command.transcriptId]))[0]
  if (place === undefined || place.profile.workspaceId !== command.workspaceId)
    return refused(command, `the workspace has no transcript ${command.transcriptId}`)
  if (place.meetingId !== command.meetingId)
    return refused(command, `the transcript is not of meeting ${command.meetingId} but of ${place.meetingId ?? 'none'}`)
  const others = (await meetings.membersOf([command.meetingId])).filter((id) => id !== command.transcriptId)
  if (others.length === 0) return refused(command, 'it is the only transcript of its meeting: there is nothing to take it out of')
  return unmerge(meetings, command, others)
}

const refused = ({ transcriptId, meetingId, by }: MeetingCommand, reason: string): Obeyed => ({
  outcome: { status: 'rejected', reason, details: { transcriptId, meetingId, by } },
  outputs: [],
})

const unmerge = async (meetings: Meetings, command: MeetingCommand, others: readonly string[]): Promise<Obeyed> => {
  const { commandId, transcriptId, workspaceId, meetingId, by, reason, at } = command
  await meetings.separate(transcriptId, others, command)
  const region = await regionAround(meetings, [transcriptId, ...others])
  const changes = plan(region, { inputId: commandId, transcriptId, revised: false })
  const author = { inputId: commandId, workspaceId, webhookEventId: null, by, at, why: reason }
  const outputs = await revise(meetings, changes, author, new Map())
  const own = outputs.find(({ sources }) => sources.some((source) => source.transcriptId === transcriptId))
  return {
    outcome: {
      status: 'processed',
      reason: `taken out of meeting ${meetingId} into ${own?.meetingId ?? ''}, asked for by ${by}: ${reason}`,
      details: { transcriptId, meetingId: own?.meetingId ?? '', from: meetingId, revision: String(own?.revision ?? 0), by },
    },
    outputs,
  }
}
