import { Gauge } from 'prom-client'
import type { Directory } from '@hansard/shared/directory/directory'
import { createSecretUse, type SecretUse } from '@hansard/shared/directory/secret-use'
import { messageOf } from '@hansard/shared/errors'
import type { Queryable } from '@hansard/shared/postgres/postgres'
import type { App } from '@hansard/shared/runtime/app'

const flushMs = 5_000

/** When each webhook secret was last used: written down every few seconds and at the end, and shown as a metric. Waits for nobody. */
export const openSecretUse = (app: App, postgres: Queryable, directory: () => Directory | undefined): SecretUse => {
  const use = createSecretUse(postgres)
  let writing = Promise.resolve()
  const flush = (): Promise<void> => {
    writing = writing
      .then(() => use.flush())
      .catch((error: unknown) => app.log.warn({ error: messageOf(error) }, 'could not write down which webhook secrets were used'))
    return writing
  }
  void flush()
  const timer = setInterval(() => void flush(), flushMs)
  app.onStop('use of secrets', () => {
    clearInterval(timer)
    return flush()
  })
  app.metrics.registerMetric(lastUsedGauge(directory, use))
  return use
}

/** What stays behind while others of its integration move on is no longer signed with. */
const lastUsedGauge = (directory: () => Directory | undefined, use: SecretUse) =>
  new Gauge({
    name: 'hansard_webhook_secret_last_used_timestamp_seconds',
    help: 'When the last delivery was received that the webhook secret had signed, 0: none so far; of several verifiers the greatest counts',
    labelNames: ['platform', 'integration_id', 'secret_id'],
    registers: [],
    collect() {
      this.reset()
      const now = Date.now()
      for (const { id, platform, secrets } of directory()?.integrations ?? [])
        for (const secret of secrets)
          if (secret.activeUntil === null || secret.activeUntil > now)
            this.set({ platform, integration_id: id, secret_id: secret.id }, (use.lastUsed(secret.id) ?? 0) / 1_000)
    },
  })
