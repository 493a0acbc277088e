import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { SetupError } from '../setup-error.ts'
import { componentNames, startStack } from '../stack.ts'

/** The stack alone, for work on a part of Hansard: prints the addresses as environment variables and stays up until it is told to stop. */
const { values } = parseArgs({
  options: { state: { type: 'string', default: '.hansard/dev-stack' }, only: { type: 'string', multiple: true } },
})
const only = componentNames.filter((name) => values.only?.includes(name) ?? true)

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopping.abort())

try {
  const stack = await startStack({
    stateDir: resolve(values.state),
    env: process.env,
    only,
    signal: stopping.signal,
    onProgress: (progress) => {
      if (progress.kind === 'ready') console.error(`${progress.component} ${progress.address} (${progress.seconds.toFixed(1)} s)`)
      if (progress.kind === 'preparing') console.error(progress.text)
      if (progress.kind === 'lost') console.error(`${progress.component} ended: ${progress.reason}`)
    },
  })
  for (const [name, value] of Object.entries(stack.env)) console.log(`export ${name}=${value}`)
  // Nothing but the wait for a signal keeps this process running.
  const alive = setInterval(() => undefined, 60_000)
  stopping.signal.addEventListener('abort', () => {
    clearInterval(alive)
    void stack.stop()
  })
} catch (error) {
  if (!stopping.signal.aborted) {
    if (!(error instanceof SetupError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
