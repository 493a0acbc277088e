import type { FaultRecord } from '../faults/run-faults.ts'
import type { Targets } from '../profile.ts'
import type { Result } from './result.ts'
import { seconds } from './lines.ts'

/** Everything that was promised and is not so, one line each; empty: the experiment has passed. */
export const failuresOf = (result: Result): readonly string[] => [
  ...result.findings.map(({ kind, about, text }) => `${kind} ${about}: ${text}`),
  ...(result.unanswered > 0 ? [`${result.unanswered} deliveries were never answered for good`] : []),
  ...(result.quiet ? [] : ['it did not get quiet after the last fault']),
  ...result.faults
    .filter(isSlow(result.profile.targets))
    .map(({ number, kind, firstMs }) => `slow: #${number} ${kind}, first merged transcript after ${seconds(firstMs)}`),
  ...(result.retries.early > 0 ? [`${result.retries.early} retries came early`] : []),
  ...(result.profile.targets !== undefined && result.retries.late > 0
    ? [`${result.retries.late} retries came more than 2 s late, the latest ${seconds(result.retries.latest)}`]
    : []),
  ...result.badEnds.map((name) => `${name} did not end well when it was asked to`),
  ...result.offences.map((detail) => `a client of a platform did what it must not: ${detail}`),
]

const isSlow =
  (targets: Targets | undefined) =>
  ({ firstMs, broker, overlapped }: FaultRecord): boolean =>
    targets !== undefined && !overlapped && (firstMs ?? Infinity) > (broker ? targets.brokerRecovery : targets.recovery)

const median = (values: readonly number[]): number | undefined => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]

export interface KindRow {
  readonly kind: string
  readonly count: number
  /** How many of them struck alone; the times are of these. */
  readonly alone: number
  readonly firstMedian: number | undefined
  readonly firstMost: number | undefined
  readonly allMedian: number | undefined
  readonly allMost: number | undefined
}

/** Recovery by kind of fault, of those that struck, and struck alone. */
export const byKind = (faults: readonly FaultRecord[]): readonly KindRow[] =>
  [
    ...Map.groupBy(
      faults.filter(({ done }) => done),
      ({ kind }) => kind,
    ).entries(),
  ]
    .map(([kind, all]) => {
      const alone = all.filter(({ overlapped }) => !overlapped)
      const firsts = alone.map(({ firstMs }) => firstMs ?? Infinity)
      const wholes = alone.map(({ allMs }) => allMs ?? Infinity)
      const most = (values: readonly number[]) => (values.length === 0 ? undefined : Math.max(...values))
      return {
        kind,
        count: all.length,
        alone: alone.length,
        firstMedian: median(firsts),
        firstMost: most(firsts),
        allMedian: median(wholes),
        allMost: most(wholes),
      }
    })
    .toSorted((a, b) => a.kind.localeCompare(b.kind))
