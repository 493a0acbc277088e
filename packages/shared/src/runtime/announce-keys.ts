import { hostname } from 'node:os'
import type { KeyRing } from '../crypto/key-ring.ts'
import { messageOf } from '../errors.ts'
import type { Queryable } from '../postgres/postgres.ts'
import type { App } from './app.ts'

/** How often a process says which keys it has (seconds). Who has not for three times as long is gone. */
export const announceSeconds = 60

/**
 * Tells in `core.key_rings` which keys this process has, now and then and until it stops: "keys rotate" seals nothing with a key that one
 * lacks. `seals`: that what it seals travels on topics, of which core.sealing_keys remembers until when. Never fails, and waits for nobody.
 */
export const announceKeys = (
  app: Pick<App, 'name' | 'log' | 'onStop'>,
  postgres: Queryable,
  { keyIds, currentKeyId }: KeyRing,
  { seals }: { readonly seals: boolean },
): void => {
  const process = `${app.name} ${hostname()} ${globalThis.process.pid}`
  let told = true
  const announce = async (): Promise<void> => {
    try {
      await postgres.query(announcement, [process, keyIds])
      if (seals) await postgres.query(sealing, [currentKeyId])
      told = true
    } catch (error) {
      if (told) app.log.warn({ error: messageOf(error) }, 'could not tell which keys this process has')
      told = false
    }
  }
  const timer = setInterval(() => void announce(), announceSeconds * 1_000).unref()
  let last = announce()
  app.onStop('announced keys', async () => {
    clearInterval(timer)
    last = last.then(() => postgres.query('DELETE FROM core.key_rings WHERE process = $1', [process])).then(() => undefined)
    await last.catch(() => undefined)
  })
}

const announcement = `
  INSERT INTO core.key_rings (process, key_ids, seen_at) VALUES ($1, $2, now())
  ON CONFLICT (process) DO UPDATE SET key_ids = excluded.key_ids, seen_at = excluded.seen_at`

const sealing = `
  INSERT INTO core.sealing_keys (key_id, last_sealed_at) VALUES ($1, now())
  ON CONFLICT (key_id) DO UPDATE SET last_sealed_at = excluded.last_sealed_at`
