import { setTimeout as delay } from 'node:timers/promises'

/** Makes senders wait that ask again as soon as they are answered. */
export interface SlowAnswers {
  /** Resolves when the answer may go out. */
  wait(): Promise<void>
}

/** A connection that waits holds what its sender has sent already: some 64 KiB. */
const mostWaiting = 256

/**
 * Each answer waits for so long (milliseconds): a sender's next request comes that much later, and costs nothing meanwhile. Of more than 256
 * at once the rest does not wait.
 */
export const createSlowAnswers = (ms: number, signal?: AbortSignal): SlowAnswers => {
  let waiting = 0
  return {
    async wait() {
      if (ms === 0 || waiting >= mostWaiting || signal?.aborted === true) return
      waiting += 1
      await delay(ms, undefined, { signal }).catch(() => undefined)
      waiting -= 1
    },
  }
}
