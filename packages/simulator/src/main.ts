import { startSimulator } from './simulator.ts'

// The simulator as a process of its own: one JSON line when it listens, until SIGTERM or SIGINT.
// SIMULATOR_PORT 0 or none: any free port. (PORT is the ingress's.) Where others are not on this machine: SIMULATOR_HOST is where it
// listens, SIMULATOR_NAMES are the two names it is reached by, the platforms' and their download servers', with a comma between them.
const { SIMULATOR_PORT = '0', SIMULATOR_HOST, SIMULATOR_NAMES } = process.env
const [api = '127.0.0.1', cdn = 'localhost'] = SIMULATOR_NAMES?.split(',') ?? []
const simulator = await startSimulator({ port: Number(SIMULATOR_PORT), host: SIMULATOR_HOST, names: { api, cdn } })
console.log(JSON.stringify({ msg: 'ready', address: simulator.address, env: simulator.env }))

const stop = (): void => {
  simulator.close().catch((error: unknown) => {
    console.error(error)
    process.exitCode = 1
  })
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
