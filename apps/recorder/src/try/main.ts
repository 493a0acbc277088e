import { trialDelays, tryDeadLetters } from '@hansard/shared/dead-letters/trial/try-dead-letters'
import { journal, securityEvents } from '@hansard/shared/topics'
import { transcriptDeadlines } from '../overdue/transcript-deadlines.ts'
import { createRecorderStage } from '../stage.ts'

process.exitCode = await tryDeadLetters(process, {
  config: {},
  topics: [journal, securityEvents],
  build: (_, { postgres }) => createRecorderStage({ postgres, deadlines: transcriptDeadlines(), retryDelays: trialDelays, concurrency: 1 }),
})
