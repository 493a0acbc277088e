import { join } from 'node:path'
import { runChaos } from './chaos.ts'
import { runIntegration } from './with-stack.ts'
import { secondsSince } from './step.ts'
import type { StepResult } from './step.ts'
import { showResults } from './table.ts'
import { runTurbo } from './turbo.ts'
import { runVitest } from './vitest.ts'

/** `npm test`: everything a change must pass; `npm test -- unit integration`: only those parts. */
const stopping = new AbortController()
const around = { root: join(import.meta.dirname, '../..'), env: process.env, signal: stopping.signal }

const parts: Readonly<Record<string, () => Promise<readonly StepResult[]>>> = {
  static: () => runTurbo(['check:format', 'check:lint', 'check:types'], around),
  unit: () => runTurbo(['test:unit'], around),
  integration: () => runIntegration(around),
  e2e: async () => [await runVitest('e2e', around)],
  chaos: async () => [await runChaos(around)],
}

const run = async (wanted: readonly string[]): Promise<void> => {
  const unknown = wanted.find((name) => !Object.hasOwn(parts, name))
  if (unknown !== undefined) {
    console.error(`npm test has no part "${unknown}". Parts: ${Object.keys(parts).join(', ')}; none named: all of them.`)
    process.exitCode = 1
    return
  }
  const begin = performance.now()
  const results: StepResult[] = []
  for (const [name, runPart] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    console.log(`\n── ${name}`)
    results.push(...(await runPart()))
  }
  console.log(showResults(results, secondsSince(begin)))
  process.exitCode = results.every(({ failed }) => failed === 0) ? 0 : 1
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())
process.on('disconnect', () => stopping.abort())

await run(process.argv.slice(2)).catch((error: unknown) => {
  if (!stopping.signal.aborted) throw error
  console.error('Stopped.')
  process.exitCode = 130
})
if (process.connected) process.disconnect()
