import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { runCommand } from './child.ts'
import { single } from './step.ts'
import type { StepResult } from './step.ts'
import { countTests, reportFile } from './vitest.ts'

const Summary = z.object({
  tasks: z.array(
    z.object({
      task: z.string(),
      cache: z.object({ status: z.string() }),
      execution: z.object({ startTime: z.number(), endTime: z.number(), exitCode: z.number() }).optional(),
    }),
  ),
})

const names: Readonly<Record<string, string>> = {
  'check:format': 'format',
  'check:lint': 'lint',
  'check:types': 'types',
  'test:unit': 'unit',
}

/** Runs scripts of package.json side by side; one whose inputs have not changed since it passed is not run again. Shows the output of those that fail. */
export const runTurbo = async (
  tasks: readonly string[],
  { root, env, signal }: { readonly root: string; readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<readonly StepResult[]> => {
  const runs = join(root, '.turbo', 'runs')
  await rm(runs, { recursive: true, force: true })
  const options = [
    '--continue',
    '--summarize',
    '--output-logs=errors-only',
    '--log-prefix=none',
    '--log-order=grouped',
    '--no-update-notifier',
  ]
  await runCommand(join(root, 'node_modules/.bin/turbo'), ['run', ...tasks, ...options], {
    env: { ...env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
    cwd: root,
    signal,
  })
  const [file] = await readdir(runs).catch(() => [])
  const found = file === undefined ? [] : Summary.parse(JSON.parse(await readFile(join(runs, file), 'utf8'))).tasks
  return Promise.all(
    tasks.map((task) =>
      resultOf(
        root,
        task,
        found.find((entry) => entry.task === task),
      ),
    ),
  )
}

const resultOf = async (root: string, task: string, found: z.infer<typeof Summary>['tasks'][number] | undefined): Promise<StepResult> => {
  const name = names[task] ?? task
  const { startTime = 0, endTime = 0, exitCode = 1 } = found?.execution ?? {}
  const seconds = (endTime - startTime) / 1_000
  const result = single(name, seconds, exitCode === 0)
  const counts = task === 'test:unit' ? await countTests(reportFile(root, 'unit'), exitCode === 0) : {}
  return { ...result, ...counts, cached: found?.cache.status === 'HIT' }
}
