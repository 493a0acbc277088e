/** How long, how much, how often. */
export interface Profile {
  readonly name: 'short' | 'long'
  readonly minutes: number
  /** Deliveries a second, at most: the load holds back while Hansard is far behind. */
  readonly rate: number
  readonly tenants: number
  /** Seconds. */
  readonly retryDelays: readonly number[]
  /** Milliseconds of calm between two faults. */
  readonly calm: readonly [number, number]
  /** Faults of a hundred that come two at a time. */
  readonly pairs: number
  /**
   * How soon, in milliseconds. Undefined for a check of every change, on machines that have other things to do as well: that
   * looks at what must never happen, not at speed.
   */
  readonly targets: Targets | undefined
  /** Whether every retry topic is poisoned too, or the chain's topics alone. */
  readonly poisonRetries: boolean
}

export interface Targets {
  /** Within which the first merged transcript must come after a single fault. */
  readonly recovery: number
  /** The same, where a broker was away. */
  readonly brokerRecovery: number
  /** How late a retry may come while nothing is wrong. */
  readonly retry: number
}

export const profiles: Readonly<Record<Profile['name'], Profile>> = {
  short: {
    name: 'short',
    minutes: 1,
    rate: 10,
    tenants: 12,
    retryDelays: [0.5, 1, 2, 3],
    calm: [200, 800],
    pairs: 0,
    targets: undefined,
    poisonRetries: false,
  },
  long: {
    name: 'long',
    minutes: 40,
    // What two cores bear with three brokers and twelve processes on them and still recover in time; at 58 a second they never catch up.
    rate: 8,
    tenants: 60,
    retryDelays: [1, 2, 4, 8],
    calm: [300, 1_000],
    pairs: 60,
    targets: { recovery: 15_000, brokerRecovery: 30_000, retry: 2_000 },
    poisonRetries: true,
  },
}
