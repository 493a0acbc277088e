import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { endAbandoned } from '@hansard/stack/abandoned'
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

type Part = (showLater: boolean) => Promise<readonly StepResult[]>

const parts: Readonly<Record<string, Part>> = {
  static: () => runTurbo(['check:format', 'check:lint', 'check:types'], around),
  unit: () => runTurbo(['test:unit'], around),
  integration: () => runIntegration(around),
  e2e: async (showLater) => {
    try {
      return [await runVitest('e2e', { ...around, showLater })]
    } finally {
      // Told to end, Vitest lets its workers stop nothing.
      if (stopping.signal.aborted) await endTestStacks()
    }
  },
  chaos: async () => [await runChaos(around)],
}

/** The stacks of end-to-end tests, each in a folder of its own. */
const endTestStacks = async (): Promise<void> => {
  const folder = join(around.root, '.hansard')
  const names = (await readdir(folder)).filter((name) => /^(?:e2e|upgrade)/.test(name))
  await Promise.all(names.map((name) => endAbandoned(join(folder, name))))
}

/** One after the other; of a group side by side, because they wait more than they work. */
const order: readonly (readonly string[])[] = [['static'], ['unit'], ['integration', 'e2e'], ['chaos']]

const run = async (wanted: readonly string[]): Promise<void> => {
  const unknown = wanted.find((name) => !Object.hasOwn(parts, name))
  if (unknown !== undefined) {
    console.error(`npm test has no part "${unknown}". Parts: ${Object.keys(parts).join(', ')}; none named: all of them.`)
    process.exitCode = 1
    return
  }
  const begin = performance.now()
  const results: StepResult[] = []
  for (const group of order) {
    const names = group.filter((name) => wanted.length === 0 || wanted.includes(name))
    if (names.length === 0) continue
    console.log(`\n── ${names.join(', ')}`)
    const running = names.map((name, index) => parts[name]?.(index > 0) ?? Promise.resolve([]))
    results.push(...(await Promise.all(running)).flat())
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
