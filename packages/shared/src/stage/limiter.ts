/** Keeps a stage from pouring its topic into the dead letters when something is wrong with the stage rather than with the records. */
export interface DeadLetterLimiter {
  /** A record ended otherwise than as a dead letter. */
  ended(): void
  /** Whether one more dead letter is within the limit; counts it if so. */
  admits(): boolean
}

export interface DeadLetterLimit {
  /** How many of the most recent records count. */
  readonly window: number
  /** Fewer dead letters than this are always admitted: a handful of bad records is no pattern. */
  readonly minimum: number
  /** The share of the window beyond which no further dead letter is admitted, 0 to 1. */
  readonly share: number
}

export const createDeadLetterLimiter = ({ window, minimum, share }: DeadLetterLimit): DeadLetterLimiter => {
  const recent: boolean[] = []
  let dead = 0
  const remember = (isDead: boolean) => {
    recent.push(isDead)
    if (isDead) dead++
    if (recent.length > window && recent.shift() === true) dead--
  }
  return {
    ended: () => remember(false),
    admits() {
      if (dead >= minimum && (dead + 1) / (recent.length + 1) > share) return false
      remember(true)
      return true
    },
  }
}
