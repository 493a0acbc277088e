import type { FetchedTranscript, MeetingCommand, MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import { uuidV5 } from '@hansard/shared/ids'
import type { Context, Decision } from '@hansard/shared/stage/stage'
import { createMergerStage } from '../stage.ts'
import type { MeetingStore } from '../decide/meetings.ts'

export const contextOf = (origin: string): Context => ({
  origin,
  webhookEventId: undefined,
  attempt: 1,
  deferrals: 0,
  receivedAt: 0,
  traceparent: undefined,
  headers: {},
  signal: new AbortController().signal,
})

export const unmergeOf = (meeting: MergedTranscript, transcriptId: string): MeetingCommand => ({
  commandId: uuidV5('command', meeting.meetingId, String(meeting.revision), transcriptId),
  workspaceId: meeting.workspaceId,
  kind: 'unmerge',
  meetingId: meeting.meetingId,
  transcriptId,
  by: 'nadia@northwind.example',
  label: null,
  name: null,
  reason: 'two rooms, one microphone',
  at: Date.UTC(2026, 8, 15),
})

/** Gives inputs to the stage over a store, each as a record of its own unless an origin is given. */
export const feed = (store: MeetingStore) => {
  const stage = createMergerStage({ store, retryDelays: [1], concurrency: 1 })
  let offset = 0
  return async (input: FetchedTranscript | MeetingCommand, origin = `topic/0/${offset++}`): Promise<Decision> =>
    stage.handle(input, contextOf(origin))
}

export const emitted = (decision: Decision): readonly MergedTranscript[] =>
  decision.kind === 'emit' ? decision.messages.map(({ value }) => value as MergedTranscript) : []

export const reasonIn = (decision: Decision): string | undefined =>
  decision.kind === 'reject' ? decision.reason : decision.journal?.reason

/** What is equal whatever the order of arrival: all but ids of meetings, counts of revisions, and what changed last. */
export const contentOf = ({ title, startedAt, durationMs, participants, sources, segments }: MergedTranscript) => ({
  title,
  startedAt,
  durationMs,
  participants,
  sources,
  segments,
})
