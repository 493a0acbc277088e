/** How much is taken from an integration, what becomes of more, and from where. */
export interface Intake {
  /** Deliveries to one workspace and endpoint within any 60 s. */
  readonly perMinute: number
  /** Within any 3,600 s. */
  readonly perHour: number
  /** What becomes of a delivery over the limit: a 429; accepted and processed later; accepted as if there were no limit. */
  readonly overLimit: 'refuse' | 'defer' | 'admit'
  /** Addresses and CIDR blocks that deliveries may come from; none: from everywhere. */
  readonly allowedSources: readonly string[]
}

/** The specification's limits. */
export const standardIntake: Intake = { perMinute: 100, perHour: 1_000, overLimit: 'refuse', allowedSources: [] }
