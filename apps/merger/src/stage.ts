import type { FetchedTranscript, MeetingCommand } from '@hansard/shared/contracts/contracts.generated'
import type { Context, Decision, Stage } from '@hansard/shared/stage/stage'
import { fetchedTranscripts, meetingCommands, mergedTranscripts } from '@hansard/shared/topics'
import { applyCommand } from './decide/apply-command.ts'
import { applyTranscript } from './decide/apply-transcript.ts'
import type { MeetingStore } from './decide/meetings.ts'
import type { Applied } from './decide/replay.ts'

type Input = FetchedTranscript | MeetingCommand

const isCommand = (input: Input): input is MeetingCommand => 'commandId' in input

/** Which meeting is this, and what is its best transcript? */
export const createMergerStage = (deps: {
  readonly store: MeetingStore
  readonly retryDelays: readonly number[]
  readonly concurrency: number
}): Stage<Input> => ({
  name: 'merger',
  inputs: [fetchedTranscripts, meetingCommands],
  retryDelays: deps.retryDelays,
  concurrency: deps.concurrency,
  integrationOf: (input) => (isCommand(input) ? input.workspaceId : input.integrationId),
  async handle(input, context) {
    const applied = await deps.store.within(input.workspaceId, (meetings) => {
      const arrival = { origin: context.origin, webhookEventId: deliveryOf(input, context) }
      return isCommand(input) ? applyCommand(meetings, input, arrival) : applyTranscript(meetings, input, arrival)
    })
    return decision(input.workspaceId, applied)
  },
})

const deliveryOf = (input: Input, context: Context): string | null =>
  isCommand(input) ? (context.webhookEventId ?? null) : input.webhookEventId

const decision = (workspaceId: string, applied: Applied): Decision => {
  if (applied.kind === 'nothing') return applied.outcome === undefined ? { kind: 'drop' } : { kind: 'drop', journal: applied.outcome }
  if (applied.outputs.length === 0) return { kind: 'drop', journal: applied.outcome }
  return {
    kind: 'emit',
    messages: applied.outputs.map((value) => ({ topic: mergedTranscripts, key: workspaceId, value })),
    journal: applied.outcome,
  }
}
