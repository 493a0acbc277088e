import type { Facts } from '../audit/facts.ts'
import type { Finding } from '../audit/finding.ts'
import type { FaultRecord } from '../faults/run-faults.ts'
import type { DeliveryKind } from '../load/story.ts'
import type { CpuShares } from '../observe/cpu.ts'
import type { RetryTimes } from '../observe/retries.ts'
import type { Profile } from '../profile.ts'
import type { SelfEnded } from '../system/fleet.ts'

/** What an experiment came to. */
export interface Result {
  readonly profile: Profile
  readonly seed: string
  /** Epoch milliseconds. */
  readonly begun: number
  readonly loadMs: number
  readonly facts: Facts
  readonly counts: ReadonlyMap<DeliveryKind, number>
  /** For how long the load held back because Hansard was behind, milliseconds. */
  readonly heldBackMs: number
  readonly unanswered: number
  readonly quiet: boolean
  readonly faults: readonly FaultRecord[]
  readonly findings: readonly Finding[]
  readonly retries: RetryTimes
  readonly selfEnded: readonly SelfEnded[]
  /** Processes that did not end with code 0 when they were asked to. */
  readonly badEnds: readonly string[]
  readonly offences: readonly string[]
  /** Who used the machine while faults struck; undefined where the system does not tell. */
  readonly cpu: (CpuShares & { readonly deliveries: number }) | undefined
  /** Single requests that the platforms answered badly. */
  readonly platformFaults: number
}
