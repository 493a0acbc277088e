import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { runCommand, type Surroundings } from './child.ts'
import { secondsSince } from './step.ts'
import type { StepResult } from './step.ts'

const Report = z.object({ numPassedTests: z.number(), numFailedTests: z.number() })

/** Where a project's counts are written, for people and for the table at the end. */
export const reportFile = (root: string, project: string): string => join(root, '.hansard', 'results', `${project}.json`)

/** The counts of a report; a run that failed otherwise (a file that does not load, a missing report) counts as one failure. */
export const countTests = async (file: string, ok: boolean): Promise<{ readonly passed: number; readonly failed: number }> => {
  const report = await readFile(file, 'utf8').then(
    (text) => Report.parse(JSON.parse(text)),
    () => undefined,
  )
  const failed = report?.numFailedTests ?? 0
  return { passed: report?.numPassedTests ?? 0, failed: ok && report !== undefined ? failed : Math.max(1, failed) }
}

/** Runs the tests of a project; `showLater` as in child.ts. */
export const runVitest = async (project: string, around: Omit<Surroundings, 'cwd'> & { readonly root: string }): Promise<StepResult> => {
  const { root, ...how } = around
  const begin = performance.now()
  const file = reportFile(root, project)
  await mkdir(join(root, '.hansard', 'results'), { recursive: true })
  await rm(file, { force: true })
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const code = await runCommand(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args], { ...how, cwd: root })
  return { name: project, seconds: secondsSince(begin), ...(await countTests(file, code === 0)) }
}
