import { appFaults } from './app-faults.ts'
import { brokerFaults } from './broker-faults.ts'
import { dependencyFaults } from './dependency-faults.ts'
import type { FaultKind } from './fault.ts'

/** Every kind of fault; those of brokers and dependencies stand in twice, so that they come as often as those of the many apps. */
export const allFaults: readonly FaultKind[] = [...appFaults, ...brokerFaults, ...brokerFaults, ...dependencyFaults, ...dependencyFaults]
