import { messageOf } from '../errors.ts'
import type { App } from '../runtime/app.ts'
import type { Claims } from './claims.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Once an hour, forgets the claims that are older than `retentionDays`. A purge that fails is logged and tried again an hour later. */
export const purgeRegularly = (app: App, claims: Claims, retentionDays: number): void => {
  const timer = setInterval(() => {
    claims.purge(retentionDays * dayMs).catch((error: unknown) => app.log.warn({ error: messageOf(error) }, 'old claims were not purged'))
  }, hourMs)
  app.onStop('claim purge', () => clearInterval(timer))
}
