import { runApp } from '@hansard/shared/runtime/app'
import { readConfig } from '@hansard/shared/runtime/config'
import { connectKafka, connectPostgres } from '@hansard/shared/runtime/connect'
import { runStage, stageSettings } from '@hansard/shared/stage/run-stage'
import { journal, securityEvents } from '@hansard/shared/topics'
import { openAlerts } from './alerts/open-alerts.ts'
import { recorder } from './chain.ts'
import { recorderConfig } from './config.ts'
import { createDeliveryMetrics } from './delivery-metrics.ts'
import { createRecorderMetrics } from './metrics.ts'
import { createRecordedUntil } from './overdue/recorded-until.ts'
import { createOverdueWatch } from './overdue/report-overdue.ts'
import { transcriptDeadlines } from './overdue/transcript-deadlines.ts'
import { repeat } from './repeat.ts'
import { createRecorderStage } from './stage.ts'

await runApp('recorder', process.env, async (app) => {
  const config = readConfig(recorderConfig, process.env)
  const postgres = await connectPostgres(app, config)
  const { kafka, codec } = await connectKafka(app, config, [journal, securityEvents])
  const every = (what: string, seconds: number, work: () => Promise<void>) => {
    const repeating = repeat(work, seconds * 1_000, app.signal)
    app.onStop(what, () => repeating)
  }
  const { RETRY_DELAYS: retryDelays, CONCURRENCY: concurrency } = config
  const metrics = createRecorderMetrics({ register: app.metrics, postgres, kafka, retryDelays, now: Date.now, log: app.log })
  every('metrics', config.METRICS_SECONDS, metrics.refresh)
  every('alerts', config.ALERT_SECONDS, openAlerts(app, postgres, config))
  const stage = createRecorderStage({
    postgres,
    deadlines: transcriptDeadlines(),
    onRecorded: createDeliveryMetrics(app.metrics),
    retryDelays,
    concurrency,
  })
  // Recording is idempotent: nothing is gained by transactions. Nobody waits for it, either: fewer and larger statements.
  await runStage(stage, { app, kafka, codec, outputs: [], gatherMs: 250, ...stageSettings(config), guarantee: 'at-least-once' })
  const recordedUntil = createRecordedUntil(kafka, recorder.name, Date.now)
  every('overdue', config.OVERDUE_SECONDS, createOverdueWatch({ postgres, recordedUntil, log: app.log, now: Date.now }))
})
