import { setTimeout as delay } from 'node:timers/promises'

/** Calls `work` again and again, `everyMs` after it ended, until `signal` aborts. Rejects when `work` does. */
export const repeat = async (work: () => Promise<void>, everyMs: number, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    await work()
    await delay(everyMs, undefined, { signal }).catch(() => undefined)
  }
}
