import { simulatorEnv, startSimulator } from './simulator.ts'

// The simulator as a process of its own: one JSON line when it listens, until SIGTERM or SIGINT.
// SIMULATOR_PORT 0 or none: any free port. (PORT is the ingress's.)
const simulator = await startSimulator({ port: Number(process.env['SIMULATOR_PORT'] ?? 0) })
console.log(JSON.stringify({ msg: 'ready', address: simulator.address, env: simulatorEnv(simulator.address) }))

const stop = (): void => {
  simulator.close().catch((error: unknown) => {
    console.error(error)
    process.exitCode = 1
  })
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
