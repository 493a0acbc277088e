import { setByUse } from '@hansard/shared/by-use'
import { paceMs, type Limit, type Verdict, type Window } from './limit.ts'

/** The limits as one process knows them: by what it admitted itself. */
export interface LocalLimiter {
  admit(key: string, limit: Limit): Verdict
  /** Counts what somebody else admitted. */
  note(key: string, limit: Limit): void
  /** How long until one more would be admitted (milliseconds); 0: now. Counts nothing. */
  waitMs(key: string, limit: Limit): number
}

interface Counted {
  /** When each was admitted, oldest first (milliseconds). */
  readonly times: number[]
  /** The last turn given out in the slower lane. */
  lastTurn: number
}

/** Sliding windows in memory. `now` in milliseconds, never backwards; keys that were longest unused are forgotten beyond `maxKeys`. */
export const createLocalLimiter = ({ now, maxKeys }: { now(): number; readonly maxKeys: number }): LocalLimiter => {
  const counted = new Map<string, Counted>()

  const current = (key: string, { windows }: Limit): Counted => {
    const entry = counted.get(key) ?? { times: [], lastTurn: 0 }
    const since = now() - windows[1].ms
    const stale = entry.times.findIndex((time) => time > since)
    entry.times.splice(0, stale === -1 ? entry.times.length : stale)
    setByUse(counted, key, entry, maxKeys)
    return entry
  }
  const turn = (entry: Counted, full: Window, mostBehindMs: number): Verdict | undefined => {
    const next = Math.max(entry.lastTurn, now()) + paceMs(full)
    if (next - now() > mostBehindMs) return undefined
    entry.lastTurn = next
    return { kind: 'deferred', turnInMs: next - now() }
  }

  return {
    admit(key, limit) {
      const entry = current(key, limit)
      const [short, long] = limit.windows
      const [shortWait, longWait] = [waitFor(entry.times, short, now()), waitFor(entry.times, long, now())]
      if (shortWait <= 0 && longWait <= 0) {
        entry.times.push(now())
        return { kind: 'within' }
      }
      const deferred = limit.over.kind === 'defer' ? turn(entry, longWait > 0 ? long : short, limit.over.mostBehindMs) : undefined
      return deferred ?? { kind: 'over', retryAfterMs: Math.max(shortWait, longWait) }
    },
    note(key, limit) {
      const { times } = current(key, limit)
      // What lies further back than the largest number that counts decides nothing.
      if (times.length >= 2 * limit.windows[1].most) times.splice(0, limit.windows[1].most)
      times.push(now())
    },
    waitMs(key, limit) {
      const times = counted.get(key)?.times
      return times === undefined ? 0 : Math.max(0, ...limit.windows.map((window) => waitFor(times, window, now())))
    },
  }
}

/** How long until the window admits one more: until all but the newest `most - 1` have left it; not positive where it does now. */
const waitFor = (times: readonly number[], { ms, most }: Window, now: number): number => {
  const decisive = times.at(-most)
  return decisive === undefined ? 0 : decisive + ms - now
}
