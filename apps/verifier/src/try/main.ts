import { createPlatforms, platformConfig } from '@hansard/platforms/platforms'
import { readKeyRing } from '@hansard/shared/runtime/key-ring'
import { trialDelays, tryDeadLetters } from '@hansard/shared/dead-letters/trial/try-dead-letters'
import { createDirectorySource } from '@hansard/shared/directory/directory-source'
import { createLogger } from '@hansard/shared/runtime/logger'
import { keysConfig } from '@hansard/shared/runtime/config'
import { rawWebhooks, verifiedWebhooks } from '@hansard/shared/topics'
import { createVerifierStage } from '../stage.ts'

process.exitCode = await tryDeadLetters(process, {
  config: { ...keysConfig, ...platformConfig },
  topics: [rawWebhooks, verifiedWebhooks],
  async build(config, { postgres }) {
    const keyRing = readKeyRing(config)
    const directory = createDirectorySource({ postgres, keyRing, refreshMs: 0, log: createLogger('trial', 'silent') })
    await directory.refresh()
    return createVerifierStage({
      platforms: createPlatforms(config),
      directory: { current: () => directory.current(), renew: async () => false },
      keyRing,
      onSecretsUsed: () => undefined,
      retryDelays: trialDelays,
      concurrency: 1,
    })
  },
})
