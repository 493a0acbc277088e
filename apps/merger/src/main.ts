import { runApp } from '@hansard/shared/runtime/app'
import { readConfig } from '@hansard/shared/runtime/config'
import { connectKafka, connectPostgres } from '@hansard/shared/runtime/connect'
import { purgeRegularly } from '@hansard/shared/runtime/purge'
import { runStage, stageSettings } from '@hansard/shared/stage/run-stage'
import { fetchedTranscripts, meetingCommands, mergedTranscripts } from '@hansard/shared/topics'
import { mergerConfig } from './config.ts'
import { createMergerStage } from './stage.ts'
import { createMeetingStore } from './store/meeting-store.ts'
import { purgeSketches } from './store/purge-sketches.ts'

await runApp('merger', process.env, async (app) => {
  const config = readConfig(mergerConfig, process.env)
  const postgres = await connectPostgres(app, config)
  const store = createMeetingStore(postgres)
  purgeRegularly(app, 'sketches', config.SKETCH_RETENTION_DAYS, (olderThanMs) => purgeSketches(postgres, Date.now() - olderThanMs))
  const { kafka, codec } = await connectKafka(app, config, [fetchedTranscripts, meetingCommands, mergedTranscripts])
  const stage = createMergerStage({ store, retryDelays: config.RETRY_DELAYS, concurrency: config.CONCURRENCY })
  await runStage(stage, {
    app,
    kafka,
    codec,
    outputs: [mergedTranscripts],
    ...stageSettings(config),
  })
})
