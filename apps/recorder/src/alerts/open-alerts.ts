import type { z } from 'zod'
import { createHttp } from '@hansard/shared/http/undici'
import type { Queryable } from '@hansard/shared/postgres/postgres'
import type { App } from '@hansard/shared/runtime/app'
import type { recorderConfig } from '../config.ts'
import { createOutbox } from './outbox.ts'
import { createAlertSender, leaseMs } from './send-alerts.ts'

/** What looks for alerts and sends them, to be called again and again; never rejects. Where no receiver is set, it sends none. */
export const openAlerts = (app: App, postgres: Queryable, config: z.infer<typeof recorderConfig>): (() => Promise<void>) => {
  const { ALERT_WEBHOOK_URL: url, ALERT_WEBHOOK_SECRET: key, ALERT_WINDOW_MINUTES: minutes } = config
  if (url === undefined) return async () => undefined
  const http = createHttp({ exceptions: config })
  app.onStop('alert receiver', () => http.close())
  return createAlertSender({
    outbox: createOutbox(postgres, leaseMs),
    http,
    receiver: { url, key },
    windowMs: minutes * 60_000,
    register: app.metrics,
    log: app.log,
    signal: app.signal,
    now: Date.now,
  })
}
