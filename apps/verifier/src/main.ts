import { createPlatforms } from '@hansard/platforms/platforms'
import { readKeyRing } from '@hansard/shared/runtime/key-ring'
import { createDirectorySource } from '@hansard/shared/directory/directory-source'
import { announceKeys } from '@hansard/shared/runtime/announce-keys'
import { runApp } from '@hansard/shared/runtime/app'
import { readConfig } from '@hansard/shared/runtime/config'
import { connectKafka, connectPostgres } from '@hansard/shared/runtime/connect'
import { runStage, stageSettings } from '@hansard/shared/stage/run-stage'
import { rawWebhooks, verifiedWebhooks } from '@hansard/shared/topics'
import { verifierConfig } from './config.ts'
import { openSecretUse } from './secret-use.ts'
import { createVerifierStage } from './stage.ts'

await runApp('verifier', process.env, async (app) => {
  const config = readConfig(verifierConfig, process.env)
  const keyRing = readKeyRing(config)
  const postgres = await connectPostgres(app, config)
  const directory = createDirectorySource({ postgres, keyRing, refreshMs: config.DIRECTORY_REFRESH_MS, log: app.log })
  await directory.start()
  app.onStop('directory', () => directory.stop())
  announceKeys(app, postgres, keyRing, { seals: true })
  const secretUse = openSecretUse(app, postgres, () => directory.current())
  const { kafka, codec } = await connectKafka(app, config, [rawWebhooks, verifiedWebhooks])
  const stage = createVerifierStage({
    platforms: createPlatforms(config),
    directory: { current: () => directory.current(), renew: () => directory.refresh() },
    keyRing,
    onSecretsUsed: secretUse.note,
    retryDelays: config.RETRY_DELAYS,
    concurrency: config.CONCURRENCY,
  })
  // What it writes twice, the deduper drops: transactions would buy nothing here.
  await runStage(stage, { app, kafka, codec, outputs: [verifiedWebhooks], ...stageSettings(config), guarantee: 'at-least-once' })
})
