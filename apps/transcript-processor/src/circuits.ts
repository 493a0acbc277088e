import { Gauge, type Registry } from 'prom-client'
import { createCircuit, type Circuit } from './circuit.ts'
import type { ProcessorConfig } from './config.ts'

/** A circuit for each platform, shown as hansard_circuit_open{platform}. */
export const createCircuits = (
  platforms: Iterable<string>,
  config: ProcessorConfig,
  register: Registry,
): ((platform: string) => Circuit) => {
  const restMs = config.CIRCUIT_REST_SECONDS * 1000
  const options = { failures: config.CIRCUIT_FAILURES, restMs, mostMs: 10 * restMs }
  const circuits = new Map([...platforms].map((platform) => [platform, createCircuit(options)]))
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
  return (platform) => {
    const circuit = circuits.get(platform)
    if (circuit === undefined) throw new Error(`no platform is called ${platform}`)
    return circuit
  }
}
