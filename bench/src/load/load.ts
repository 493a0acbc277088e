import type { PlatformName } from '@hansard/simulator/meeting/meeting'

/** A webhook that the load generator signs when it sends it. */
export interface LoadRequest {
  readonly path: string
  readonly platform: PlatformName
  readonly body: string
  /** Undefined: sent without a signature. */
  readonly secret: string | undefined
  readonly headers: Readonly<Record<string, string>>
}

/** What a load process is told to do. */
export interface LoadSpec {
  /** http://host:port */
  readonly address: string
  readonly requests: readonly LoadRequest[]
  /**
   * `repeated`: each connection sends one of them again and again, signed once. `once`: each is sent once, in order, with a traceparent that says
   * when (see sent-at.ts).
   */
  readonly use: 'repeated' | 'once'
  readonly shape:
    | { readonly kind: 'closed'; readonly connections: number; readonly amount: number }
    /** So many at the same instant, once a second. */
    | { readonly kind: 'burst'; readonly connections: number; readonly seconds: number }
    /** Open loop: so many requests a second, evenly, whatever the server does. */
    | { readonly kind: 'rate'; readonly perSecond: number; readonly seconds: number }
}

/** What came of it. Times in milliseconds. */
export interface LoadResult {
  readonly sent: number
  /** Answers by HTTP status. */
  readonly statuses: Readonly<Record<string, number>>
  /** No answer: refused, reset, timed out. */
  readonly errors: number
  readonly seconds: number
  readonly latency: Latency
  /** p99 of how late the load generator's own event loop was: figures below it say nothing. */
  readonly ownDelay: number
  readonly ownCpuSeconds: number
}

export interface Latency {
  readonly mean: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** Answers of status 200. */
export const acceptedIn = ({ statuses }: Pick<LoadResult, 'statuses'>): number => statuses['200'] ?? 0
