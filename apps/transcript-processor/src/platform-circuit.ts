import { setByUse } from '@hansard/shared/by-use'
import { createCircuit, type Circuit, type CircuitOptions } from './circuit.ts'

/** Whether a platform is worth asking, for everybody and for each integration. */
export interface PlatformCircuit {
  /** Until when (epoch milliseconds) nobody should ask for this integration, and whether for any; undefined: ask. */
  closedUntil(integration: string, now: number): { readonly until: number; readonly forAll: boolean } | undefined
  /** It answered, be it with a refusal. */
  answered(integration: string): void
  /** It could not be reached, or failed for a reason of its own. What counts as down now: the platform for all, or for this integration. */
  failed(whose: { readonly integration: string; readonly host: string | undefined }, now: number): 'all' | 'integration' | undefined
  /** Down as a whole. */
  isOpen(): boolean
  /** Integrations for which alone it is down. */
  openFor(): number
}

/** A platform is down as a whole only where it fails so many integrations at one host: one alone may have a fault of its own. */
const several = 3
/** Integrations that are judged by themselves at once: those heard of last. */
const mostIntegrations = 2_000

/** One circuit for all and one for each integration, without a clock of their own. */
export const createPlatformCircuit = (options: CircuitOptions): PlatformCircuit => {
  const all = createCircuit(options)
  const own = new Map<string, Circuit>()
  /** By host, the integrations that it failed since it last answered one. */
  const failing = new Map<string, Set<string>>()

  const ownOf = (integration: string): Circuit => {
    const circuit = own.get(integration) ?? createCircuit(options)
    setByUse(own, integration, circuit, mostIntegrations)
    return circuit
  }
  return {
    closedUntil(integration, now) {
      const forAll = all.closedUntil(now)
      if (forAll !== undefined) return { until: forAll, forAll: true }
      const until = own.get(integration)?.closedUntil(now)
      return until === undefined ? undefined : { until, forAll: false }
    },
    answered(integration) {
      all.answered()
      failing.clear()
      own.get(integration)?.answered()
    },
    failed({ integration, host = '' }, now) {
      const integrations = failing.get(host) ?? new Set()
      if (integrations.size < several) integrations.add(integration)
      if (failing.size < mostIntegrations) failing.set(host, integrations)
      const isOwn = ownOf(integration).failed(now)
      if (integrations.size >= several && all.failed(now)) return 'all'
      return isOwn ? 'integration' : undefined
    },
    isOpen: () => all.isOpen(),
    openFor: () => [...own.values()].filter((circuit) => circuit.isOpen()).length,
  }
}
