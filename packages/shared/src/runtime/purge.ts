import { messageOf } from '../errors.ts'
import type { App } from './app.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/**
 * Once an hour, lets `purge` remove what is older than `retentionDays`, given in milliseconds. A purge that fails is logged and tried again
 * an hour later. `what` it removes: for the log.
 */
export const purgeRegularly = (
  app: Pick<App, 'log' | 'onStop'>,
  what: string,
  retentionDays: number,
  purge: (olderThanMs: number) => Promise<unknown>,
): void => {
  const timer = setInterval(() => {
    purge(retentionDays * dayMs).catch((error: unknown) => app.log.warn({ error: messageOf(error) }, `old ${what} were not purged`))
  }, hourMs)
  app.onStop(`${what} purge`, () => clearInterval(timer))
}
