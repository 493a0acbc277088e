import { visible } from '@hansard/shared/printable'
import { join } from 'node:path'
import pc from 'picocolors'
import { killRecorded } from '../processes/ledger.ts'
import { SetupError } from '../setup-error.ts'
import { whyNoSample } from './no-sample.ts'
import { helpText, readOptions } from './options.ts'
import { checkPlatformSettings, foreignSettings } from './platform-settings.ts'
import { createReleases } from './releases.ts'
import { SampleError } from './sample.ts'
import { readSecrets } from './secrets.ts'
import { nextSteps, showSampleMeeting, startAll } from './start.ts'
import { stateFolder } from './state-folder.ts'
import { stopOnSignals } from './stopping.ts'

const print = (text: string): void => console.log(visible(text, pc.isColorSupported))
const root = join(import.meta.dirname, '../../../..')
const state = stateFolder(root, process.env)

const start = async (args: readonly string[]): Promise<void> => {
  const options = readOptions(args)
  if (options.help) return print(helpText)
  checkPlatformSettings(process.env)
  let up = false
  const releases = createReleases()
  const stopping = stopOnSignals({ releases, print, isUp: () => up, kill: () => killRecorded(join(state.path, 'processes.json')) })
  try {
    const secrets = await readSecrets(join(state.path, 'dev.env'), process.env)
    const onLost = (name: string, reason: string): void => {
      // Whoever stops every process of this machine, or of a container, stops them as well.
      if (!stopping.signal.aborted) print(pc.red(`${name} ended: ${reason}. Its log: ${join(state.shown, 'logs', `${name}.log`)}`))
    }
    const around = { root, stateDir: state.path, env: process.env, secrets, releases, signal: stopping.signal, onLost }
    const running = await startAll(around, options, print)
    const noSample = whyNoSample(options, foreignSettings(process.env))
    if (noSample === undefined) await showSampleMeeting(around, running, print)
    else print(`\n${noSample}`)
    up = true
    if (!options.once) return print(nextSteps({ state: state.shown, commands: state.commands }, running))
    if (noSample !== undefined) print(`${pc.green('✔')} Hansard is up`)
    return await stopping.stop(0)
  } catch (error) {
    if (!stopping.signal.aborted) explain(error)
    return stopping.stop(1)
  }
}

const explain = (error: unknown): void =>
  console.error(error instanceof SetupError || error instanceof SampleError ? `\n${pc.red('✖')} ${error.message}` : error)

// Whoever read it may be gone (`npm start | head`, a closed terminal): that is no reason to end in the middle of things.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

await start(process.argv.slice(2)).catch((error: unknown) => {
  explain(error)
  process.exitCode = 1
})
