import { createPlatforms, platformConfig } from '@hansard/platforms/platforms'
import { readKeyRing } from '@hansard/shared/runtime/key-ring'
import { trialDelays, tryDeadLetters } from '@hansard/shared/dead-letters/trial/try-dead-letters'
import { createCredentials } from '@hansard/shared/directory/credentials'
import { keysConfig } from '@hansard/shared/runtime/config'
import { fetchedTranscripts, uniqueWebhooks } from '@hansard/shared/topics'
import { createPlatformCircuit } from '../platform-circuit.ts'
import { createKeptParts } from '../kept-parts.ts'
import { createProcessorStage } from '../stage.ts'

// Nobody is asked, so nobody can be found to be down.
const circuit = createPlatformCircuit({ failures: Number.POSITIVE_INFINITY, restMs: 1, mostMs: 1 })

process.exitCode = await tryDeadLetters(process, {
  config: { ...keysConfig, ...platformConfig },
  topics: [uniqueWebhooks, fetchedTranscripts],
  build(config, { postgres, http, claims }) {
    const keyRing = readKeyRing(config)
    return createProcessorStage({
      platforms: createPlatforms(config),
      circuitOf: () => circuit,
      now: Date.now,
      http,
      keyRing,
      credentials: createCredentials(postgres, keyRing),
      claims,
      parts: createKeptParts(postgres),
      retryDelays: trialDelays,
      concurrency: 1,
    })
  },
})
