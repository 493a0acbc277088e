import { Gauge, type Registry } from 'prom-client'
import type { ProcessorConfig } from './config.ts'
import { createPlatformCircuit, type PlatformCircuit } from './platform-circuit.ts'

/** A circuit for each platform, shown as hansard_circuit_open{platform} and hansard_circuit_open_integrations{platform}. */
export const createCircuits = (
  platforms: Iterable<string>,
  config: ProcessorConfig,
  register: Registry,
): ((platform: string) => PlatformCircuit) => {
  const restMs = config.CIRCUIT_REST_SECONDS * 1000
  const options = { failures: config.CIRCUIT_FAILURES, restMs, mostMs: 10 * restMs }
  const circuits = new Map([...platforms].map((platform) => [platform, createPlatformCircuit(options)]))
  const open = new Gauge({
    name: 'hansard_circuit_open',
    help: '1 while a platform is down as a whole and is left alone',
    labelNames: ['platform'],
    registers: [],
    collect() {
      for (const [platform, circuit] of circuits) this.set({ platform }, circuit.isOpen() ? 1 : 0)
    },
  })
  register.registerMetric(open)
  const integrations = new Gauge({
    name: 'hansard_circuit_open_integrations',
    help: 'Integrations that a platform does not answer, while it answers others',
    labelNames: ['platform'],
    registers: [],
    collect() {
      for (const [platform, circuit] of circuits) this.set({ platform }, circuit.openFor())
    },
  })
  register.registerMetric(integrations)
  return (platform) => {
    const circuit = circuits.get(platform)
    if (circuit === undefined) throw new Error(`no platform is called ${platform}`)
    return circuit
  }
}
