/** What one step of `npm test` came to. */
export interface StepResult {
  readonly name: string
  readonly seconds: number
  /** Tests; a step that is no test counts as one. */
  readonly passed: number
  readonly failed: number
  /** Nothing it looks at has changed since it last passed. */
  readonly cached?: boolean
}

/** A step that is no test: it passed or it failed. */
export const single = (name: string, seconds: number, ok: boolean): StepResult => ({
  name,
  seconds,
  passed: ok ? 1 : 0,
  failed: ok ? 0 : 1,
})

/** Seconds since `begin`, a `performance.now()`. */
export const secondsSince = (begin: number): number => (performance.now() - begin) / 1_000
