import { setTimeout as delay } from 'node:timers/promises'
import { UnavailableError } from '../errors.ts'

/**
 * Repeats a call while a dependency is down, for as long as `forMs`: what was just started, on a busy machine, takes a while to answer.
 * Then, and for every other error at once, throws what the call threw.
 */
export const patiently = async <T>(call: () => Promise<T>, forMs: number, pauseMs = 500): Promise<T> => {
  for (const until = performance.now() + forMs; ; await delay(pauseMs)) {
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof UnavailableError) || performance.now() > until) throw error
    }
  }
}
