import { trialDelays, tryDeadLetters } from '@hansard/shared/dead-letters/trial/try-dead-letters'
import { fetchedTranscripts, meetingCommands, mergedTranscripts } from '@hansard/shared/topics'
import { createMergerStage } from '../stage.ts'
import { createMeetingStore } from '../store/meeting-store.ts'

process.exitCode = await tryDeadLetters(process, {
  config: {},
  topics: [fetchedTranscripts, meetingCommands, mergedTranscripts],
  build: (_, { postgres }) => createMergerStage({ store: createMeetingStore(postgres), retryDelays: trialDelays, concurrency: 1 }),
})
