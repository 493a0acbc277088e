import { hansard } from './hansard.ts'
import { createTerminal } from './terminal/terminal.ts'

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

// Ends now, though a Kafka client may still be trying to reach its brokers.
process.exit(await hansard(process.argv.slice(2), { env: process.env, terminal: createTerminal(process) }))
