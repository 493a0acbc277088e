import type { AppName } from '@hansard/e2e/app-process'
import type { Random } from '@hansard/simulator/meeting/random'
import type { System } from '../system/system.ts'

/** Something that goes wrong. */
export interface FaultKind {
  /** `kill -9 merger`: recovery is counted for each. */
  readonly name: string
  /** A broker died or was away: more time to recover. */
  readonly broker: boolean
  /** Whose work it disturbs: one app's, everybody's, or nobody's of ours. */
  readonly disturbs: AppName | 'all' | 'none'
  /** Makes it happen and puts it right. Resolves when the system is whole again as far as that goes without it. */
  strike(system: System, random: Random): Promise<Struck>
}

export interface Struck {
  /** What was hit, for the log. */
  readonly detail: string
  /** Epoch milliseconds from which recovery counts: of an outage its end, of a death its moment. */
  readonly since: number
}
