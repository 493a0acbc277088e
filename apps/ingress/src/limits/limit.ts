/** A sliding window: no stretch of `ms` holds more than `most` admissions. */
export interface Window {
  readonly ms: number
  readonly most: number
}

/** What one workspace and endpoint may send. */
export interface Limit {
  /** From the shortest to the longest. */
  readonly windows: readonly [Window, Window]
  /** Over the limit: refused, or put into the slower lane unless that is so far behind already (milliseconds). */
  readonly over: { readonly kind: 'refuse' } | { readonly kind: 'defer'; readonly mostBehindMs: number }
}

export type Verdict =
  | { readonly kind: 'within' }
  /** Not counted. Nothing is admitted before so many milliseconds have passed. */
  | { readonly kind: 'over'; readonly retryAfterMs: number }
  /** Admitted outside the windows; its turn in the slower lane comes in so many milliseconds. */
  | { readonly kind: 'deferred'; readonly turnInMs: number }

export interface Limiter {
  /** Counts and judges one request in one step. `id` tells requests apart: the same one is counted once. */
  admit(key: string, limit: Limit, id: string): Promise<Verdict>
}

/** How far apart the slower lane's turns are: the rate of whatever window is full (milliseconds). */
export const paceMs = ({ ms, most }: Window): number => Math.ceil(ms / most)
