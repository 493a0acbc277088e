import { trialDelays, tryDeadLetters } from '@hansard/shared/dead-letters/trial/try-dead-letters'
import { uniqueWebhooks, verifiedWebhooks } from '@hansard/shared/topics'
import { createDeduperStage } from '../stage.ts'

process.exitCode = await tryDeadLetters(process, {
  config: {},
  topics: [verifiedWebhooks, uniqueWebhooks],
  // A claim that is only looked up has no window.
  build: (_, { claims }) => createDeduperStage({ claims, windowOf: () => 0, retryDelays: trialDelays, concurrency: 1 }),
})
