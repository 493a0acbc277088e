import type { Result } from './result.ts'
import { figures } from './figures.ts'
import { byKind, failuresOf } from './summary.ts'

/** The result for programs: figures, faults, recovery and whatever failed. */
export const jsonOf = (result: Result): string =>
  `${JSON.stringify(
    {
      profile: result.profile,
      seed: result.seed,
      begun: new Date(result.begun).toISOString(),
      figures: Object.fromEntries(figures(result)),
      retries: result.retries,
      recovery: byKind(result.faults),
      faults: result.faults.map(({ at, until, ...rest }) => ({ ...rest, at: at - result.begun, until: until - result.begun })),
      selfEnded: result.selfEnded,
      failures: failuresOf(result),
    },
    null,
    2,
  )}\n`
