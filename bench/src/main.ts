import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { SetupError } from '@hansard/stack/setup-error'
import { measureParts } from './measure-parts.ts'
import { readOptions, type Options } from './options.ts'
import { markdownOf } from './report/markdown.ts'
import type { Report } from './report/result.ts'
import { textOf } from './report/text.ts'

/** `npm run bench`: what it can be told is in options.ts. */
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())
process.on('disconnect', () => stopping.abort())

const root = join(import.meta.dirname, '../..')

const measure = async ({ parts, depth }: Options): Promise<Report> => {
  const begin = performance.now()
  const progress = (text: string) => process.stdout.write(`${new Date().toISOString().slice(11, 19)}  ${text}\n`)
  const begun = new Date().toISOString()
  const results = await measureParts(parts, { signal: stopping.signal, depth, progress }, { root, env: process.env })
  const [cpu] = cpus()
  const machine = `${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`
  return { machine, depth, begun, seconds: (performance.now() - begin) / 1_000, parts: results }
}

const main = async (): Promise<void> => {
  const options = readOptions(process.argv.slice(2))
  if (typeof options === 'string') return void process.stdout.write(options)
  const report = await measure(options)
  process.stdout.write(textOf(report))
  const file = resolve(options.report ?? join(root, '.hansard', 'bench', 'report.md'))
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, markdownOf(report))
  writeFileSync(file.replace(/(\.md)?$/, '.json'), `${JSON.stringify(report, undefined, 2)}\n`)
  process.exitCode = Object.values(report.parts).some(({ failures }) => failures.length > 0) ? 1 : 0
}

await main().catch((error: unknown) => {
  if (!stopping.signal.aborted && !(error instanceof SetupError)) throw error
  process.stderr.write(stopping.signal.aborted ? 'Stopped.\n' : `${String(error instanceof SetupError ? error.message : error)}\n`)
  process.exit(stopping.signal.aborted ? 130 : 1)
})
if (process.connected) process.disconnect()
