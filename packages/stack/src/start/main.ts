import { join } from 'node:path'
import pc from 'picocolors'
import { killRecorded } from '../processes/ledger.ts'
import { SetupError } from '../setup-error.ts'
import { helpText, readOptions } from './options.ts'
import { createReleases } from './releases.ts'
import { SampleError } from './sample.ts'
import { readSecrets } from './secrets.ts'
import { nextSteps, showSampleMeeting, startAll } from './start.ts'
import { stopOnSignals } from './stopping.ts'

const print = (text: string): void => console.log(text)
const root = join(import.meta.dirname, '../../../..')
const stateDir = join(root, '.hansard')

const start = async (args: readonly string[]): Promise<void> => {
  const options = readOptions(args)
  if (options.help) return print(helpText)
  let up = false
  const releases = createReleases()
  const stopping = stopOnSignals({ releases, print, isUp: () => up, kill: () => killRecorded(join(stateDir, 'processes.json')) })
  try {
    const secrets = await readSecrets(join(stateDir, 'dev.env'), process.env)
    const onLost = (name: string, reason: string): void => print(pc.red(`${name} ended: ${reason}. Its log: .hansard/logs/${name}.log`))
    const around = { root, stateDir, env: process.env, secrets, releases, signal: stopping.signal, onLost }
    const running = await startAll(around, options, print)
    await showSampleMeeting(around, running, print)
    if (options.once) return await stopping.stop(0)
    up = true
    return print(nextSteps(around, running))
  } catch (error) {
    if (!stopping.signal.aborted) explain(error)
    return stopping.stop(1)
  }
}

const explain = (error: unknown): void =>
  console.error(error instanceof SetupError || error instanceof SampleError ? `\n${pc.red('✖')} ${error.message}` : error)

await start(process.argv.slice(2)).catch((error: unknown) => {
  explain(error)
  process.exitCode = 1
})
