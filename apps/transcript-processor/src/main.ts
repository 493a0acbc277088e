import { createPlatforms } from '@hansard/platforms/platforms'
import { openClaims } from '@hansard/shared/claims/open-claims'
import { readKeyRing } from '@hansard/shared/runtime/key-ring'
import { createCredentials } from '@hansard/shared/directory/credentials'
import { announceKeys } from '@hansard/shared/runtime/announce-keys'
import { createHttp } from '@hansard/shared/http/undici'
import { runApp } from '@hansard/shared/runtime/app'
import { readConfig } from '@hansard/shared/runtime/config'
import { connectKafka, connectPostgres } from '@hansard/shared/runtime/connect'
import { purgeRegularly } from '@hansard/shared/runtime/purge'
import { runStage, stageSettings } from '@hansard/shared/stage/run-stage'
import { fetchedTranscripts, uniqueWebhooks } from '@hansard/shared/topics'
import { createCircuits } from './circuits.ts'
import { processorConfig } from './config.ts'
import { createKeptParts } from './kept-parts.ts'
import { createProcessorStage } from './stage.ts'

await runApp('transcript-processor', process.env, async (app) => {
  const config = readConfig(processorConfig, process.env)
  const keyRing = readKeyRing(config)
  const postgres = await connectPostgres(app, config)
  announceKeys(app, postgres, keyRing, { seals: false })
  const http = createHttp({ exceptions: config })
  app.onStop('http', () => http.close())
  const { kafka, codec } = await connectKafka(app, config, [uniqueWebhooks, fetchedTranscripts])
  const platforms = createPlatforms(config)
  const parts = createKeptParts(postgres)
  purgeRegularly(app, 'transcript parts', config.PARTS_RETENTION_DAYS, (olderThanMs) => parts.purge(olderThanMs))
  const stage = createProcessorStage({
    platforms,
    circuitOf: createCircuits(platforms.keys(), config, app.metrics),
    now: Date.now,
    http,
    keyRing,
    credentials: createCredentials(postgres, keyRing),
    claims: await openClaims(app, config, postgres),
    parts,
    retryDelays: config.RETRY_DELAYS,
    concurrency: config.CONCURRENCY,
    timeLimits: { apartAfterMs: config.APART_AFTER_MS, mostMs: config.FETCH_SECONDS * 1000 },
  })
  await runStage(stage, {
    app,
    kafka,
    codec,
    outputs: [fetchedTranscripts],
    ...stageSettings(config),
  })
})
