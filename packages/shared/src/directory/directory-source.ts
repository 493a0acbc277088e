import type { KeyRing } from '../crypto/key-ring.ts'
import { messageOf } from '../errors.ts'
import type { Queryable } from '../postgres/postgres.ts'
import type { Logger } from '../runtime/logger.ts'
import type { Directory } from './directory.ts'
import { directoryVersion, loadPicture, type LoadedDirectory } from './load-directory.ts'

/** A process's picture of the directory, kept current. */
export interface DirectorySource {
  /** The last good picture; undefined until the first one was loaded. */
  current(): Directory | undefined
  /**
   * Looks for a change now: afterwards `current` holds everything that was committed before the call. True: it is newer than before.
   * Calls at the same time share one look. Throws UnavailableError while PostgreSQL is away.
   */
  refresh(): Promise<boolean>
  /**
   * For a question of strangers that the picture answers with no (an unknown key, host or signature): looks for a change at most once a
   * second, however many ask, and never throws. True: ask again.
   */
  lookAgain(): Promise<boolean>
  /** Looks now and every `refreshMs` until `stop`. Resolves after the first look, whether it succeeded or not. */
  start(): Promise<void>
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>
}

const lookAgainMs = 1_000

/** Polls `core.directory_version`, one small row, and loads the directory when it changed; while PostgreSQL is away the last good picture stays. */
export const createDirectorySource = (options: {
  readonly postgres: Queryable
  readonly keyRing: KeyRing
  readonly refreshMs: number
  readonly log: Pick<Logger, 'info' | 'warn'>
}): DirectorySource => {
  const { postgres, keyRing, refreshMs, log } = options
  let loaded: LoadedDirectory | undefined
  let underWay: Promise<void> | undefined
  let next: Promise<void> | undefined
  let again: Promise<boolean> | undefined
  let polling: NodeJS.Timeout | undefined
  let away = false
  let lookedAgainAt = Number.NEGATIVE_INFINITY

  const load = async (): Promise<void> => {
    if (loaded !== undefined && loaded.version === (await directoryVersion(postgres))) return
    loaded = await loadPicture(postgres, keyRing)
    const { integrations, members, domains } = loaded.directory
    log.info(
      { version: loaded.version, integrations: integrations.length, members: members.size, domains: domains.size },
      'directory loaded',
    )
    for (const secret of loaded.unreadable) log.warn(secret, 'a webhook secret cannot be opened and is left out')
  }
  const look = (): Promise<void> => {
    underWay = load().finally(() => (underWay = undefined))
    return underWay
  }
  // A look that is under way may have read the version before the change that the caller knows of: all who ask meanwhile share the next one.
  const lookFromNow = (): Promise<void> => {
    if (underWay === undefined && next === undefined) return look()
    next ??= Promise.allSettled([underWay]).then(() => {
      next = undefined
      return look()
    })
    return next
  }
  const refresh = async (): Promise<boolean> => {
    const before = loaded
    await lookFromNow()
    return loaded !== before
  }
  const refreshQuietly = async (): Promise<boolean> => {
    try {
      const changed = await refresh()
      if (away) log.info('the directory can be read again')
      away = false
      return changed
    } catch (error) {
      if (!away) log.warn({ error: messageOf(error) }, 'the directory cannot be read; the last good one stays in use')
      away = true
      return false
    }
  }
  const poll = () => {
    polling = setTimeout(() => void refreshQuietly().then(() => polling !== undefined && poll()), refreshMs)
  }

  return {
    current: () => loaded?.directory,
    refresh,
    lookAgain() {
      if (again !== undefined) return again
      if (performance.now() - lookedAgainAt < lookAgainMs) return Promise.resolve(false)
      lookedAgainAt = performance.now()
      again = refreshQuietly().finally(() => (again = undefined))
      return again
    },
    async start() {
      if (polling !== undefined) return
      poll()
      await refreshQuietly()
    },
    async stop() {
      clearTimeout(polling)
      polling = undefined
      await (next ?? underWay)?.catch(() => undefined)
    },
  }
}
