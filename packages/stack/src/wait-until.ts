import { setTimeout as delay } from 'node:timers/promises'

/** Asks `condition` every `everyMs` until it answers true: resolves true then, or false after `withinMs`. A rejected condition counts as "not yet". */
export const waitUntil = async (condition: () => Promise<boolean> | boolean, withinMs: number, everyMs = 50): Promise<boolean> => {
  const deadline = Date.now() + withinMs
  for (;;) {
    if (
      await Promise.resolve()
        .then(condition)
        .catch(() => false)
    )
      return true
    if (Date.now() >= deadline) return false
    await delay(everyMs)
  }
}
