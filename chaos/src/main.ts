import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { SetupError } from '@hansard/stack/setup-error'
import { runExperiment } from './experiment.ts'
import { readOptions } from './options.ts'
import { jsonOf } from './report/json.ts'
import { markdownOf } from './report/markdown.ts'
import { failuresOf } from './report/summary.ts'
import { textOf } from './report/text.ts'

/** `npm run chaos`: what it can be told is in options.ts. */
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())
process.on('disconnect', () => stopping.abort())

const main = async (): Promise<void> => {
  const options = readOptions(process.argv.slice(2))
  if (typeof options === 'string') return void process.stdout.write(options)
  const progress = (text: string) => process.stdout.write(`${new Date().toISOString().slice(11, 19)}  ${text}\n`)
  progress(`chaos: profile ${options.profile.name}, seed ${options.seed}`)
  const root = join(import.meta.dirname, '../..')
  const result = await runExperiment({ ...options, root, env: process.env, signal: stopping.signal, progress })
  process.stdout.write(textOf(result))
  if (options.report !== undefined) {
    const report = resolve(options.report)
    writeFileSync(report, markdownOf(result))
    writeFileSync(report.replace(/(\.md)?$/, '.json'), jsonOf(result))
  }
  process.exitCode = failuresOf(result).length === 0 ? 0 : 1
}

await main().catch((error: unknown) => {
  if (!stopping.signal.aborted && !(error instanceof SetupError)) throw error
  process.stderr.write(stopping.signal.aborted ? 'Stopped.\n' : `${String(error instanceof SetupError ? error.message : error)}\n`)
  // What was under way when it was told to stop waits for nothing any more.
  process.exit(stopping.signal.aborted ? 130 : 1)
})
if (process.connected) process.disconnect()
