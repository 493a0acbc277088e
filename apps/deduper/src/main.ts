import { createPlatforms } from '@hansard/platforms/platforms'
import { openClaims } from '@hansard/shared/claims/open-claims'
import { runApp } from '@hansard/shared/runtime/app'
import { readConfig } from '@hansard/shared/runtime/config'
import { connectKafka, connectPostgres } from '@hansard/shared/runtime/connect'
import { purgeRegularly } from '@hansard/shared/runtime/purge'
import { runStage, stageSettings } from '@hansard/shared/stage/run-stage'
import { uniqueWebhooks, verifiedWebhooks } from '@hansard/shared/topics'
import { deduperConfig } from './config.ts'
import { createDeduperStage } from './stage.ts'

await runApp('deduper', process.env, async (app) => {
  const config = readConfig(deduperConfig, process.env)
  const claims = await openClaims(app, config, await connectPostgres(app, config), { tellsNewest: true })
  purgeRegularly(app, 'claims', config.CLAIM_RETENTION_DAYS, (olderThanMs) => claims.purge(olderThanMs))
  const { kafka, codec } = await connectKafka(app, config, [verifiedWebhooks, uniqueWebhooks])
  const platforms = createPlatforms(config)
  const stage = createDeduperStage({
    claims,
    windowOf: (platform) => Math.max(config.DUPLICATE_WINDOW_SECONDS * 1000, platforms.get(platform)?.duplicateWindowMs ?? 0),
    retryDelays: config.RETRY_DELAYS,
    concurrency: config.BATCH_RECORDS,
  })
  await runStage(stage, {
    app,
    kafka,
    codec,
    outputs: [uniqueWebhooks],
    ...stageSettings(config),
  })
})
