/** Whether a platform is worth asking: after several failures in a row that speak of the platform as a whole, it is left alone for a while. */
export interface Circuit {
  /** Epoch milliseconds until which nobody should ask; undefined: ask. When the time has come, one caller is let through to try. */
  closedUntil(now: number): number | undefined
  /** It answered, be it with a refusal. */
  answered(): void
  /** It could not be reached, or failed for a reason of its own. True: it counts as down now. */
  failed(now: number): boolean
  isOpen(): boolean
}

export interface CircuitOptions {
  /** Failures in a row after which it counts as down. */
  readonly failures: number
  /** Milliseconds it is left alone, doubled with every try that fails, up to `mostMs`. */
  readonly restMs: number
  readonly mostMs: number
}

/** A circuit breaker (closed, open, half-open) without a clock of its own. */
export const createCircuit = ({ failures, restMs, mostMs }: CircuitOptions): Circuit => {
  let inARow = 0
  let rest = restMs
  let until: number | undefined
  return {
    closedUntil(now) {
      if (until === undefined || now < until) return until
      // Half-open: whoever comes first tries, the others wait for what becomes of it.
      until = now + rest
      return undefined
    },
    answered() {
      inARow = 0
      rest = restMs
      until = undefined
    },
    failed(now) {
      inARow++
      if (inARow < failures) return false
      if (inARow > failures) rest = Math.min(rest * 2, mostMs)
      until = now + rest
      return true
    },
    isOpen: () => until !== undefined,
  }
}
