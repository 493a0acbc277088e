import { join } from 'node:path'
import { runCommand } from './child.ts'
import { secondsSince, single, type StepResult } from './step.ts'

/** The chaos experiment in its short profile: a minute of faults under load, then the audit of every delivery. */
export const runChaos = async (around: {
  readonly root: string
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
}): Promise<StepResult> => {
  const { root, env, signal } = around
  const begin = performance.now()
  const code = await runCommand(process.execPath, [join(root, 'chaos/src/main.ts')], { env, cwd: root, signal })
  return single('chaos', secondsSince(begin), code === 0)
}
