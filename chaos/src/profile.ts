/** How long, how much, how often. */
export interface Profile {
  readonly name: 'short' | 'long'
  readonly minutes: number
  /** Deliveries a second. */
  readonly rate: number
  readonly tenants: number
  /** Seconds. */
  readonly retryDelays: readonly number[]
  /** Milliseconds of calm between two faults. */
  readonly calm: readonly [number, number]
  /** Faults of a hundred that come two at a time. */
  readonly pairs: number
  /** Milliseconds within which the first merged transcript must come after a single fault; `broker`: where one was away. */
  readonly recoverWithin: { readonly other: number; readonly broker: number }
  /** Whether every retry topic is poisoned too, or the chain's topics alone. */
  readonly poisonRetries: boolean
}

export const profiles: Readonly<Record<Profile['name'], Profile>> = {
  short: {
    name: 'short',
    minutes: 1.5,
    rate: 8,
    tenants: 12,
    retryDelays: [1, 2, 4, 8],
    calm: [500, 1_500],
    pairs: 0,
    // A check of every change, on machines that have other things to do as well: it looks at what must never happen, not at speed.
    recoverWithin: { other: 60_000, broker: 60_000 },
    poisonRetries: false,
  },
  long: {
    name: 'long',
    minutes: 33,
    rate: 52,
    tenants: 60,
    retryDelays: [1, 2, 4, 8],
    calm: [300, 1_000],
    pairs: 40,
    recoverWithin: { other: 15_000, broker: 30_000 },
    poisonRetries: true,
  },
}
