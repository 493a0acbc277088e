import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { messageOf } from '@hansard/shared/errors'
import { startStack } from '@hansard/stack/stack'
import { runCommand } from './child.ts'
import { secondsSince, single } from './step.ts'
import type { StepResult } from './step.ts'
import { runVitest } from './vitest.ts'

export interface Around {
  readonly root: string
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
}

/** Real Kafka, registry, Redis and PostgreSQL for as long as the integration tests run; provisioned, with nothing from earlier runs. */
export const runIntegration = async ({ root, env, signal }: Around): Promise<readonly StepResult[]> => {
  const begin = performance.now()
  let stack
  try {
    stack = await startStack({
      stateDir: join(root, '.hansard', 'test'),
      env,
      fresh: true,
      signal,
      onProgress(progress) {
        if (progress.kind === 'preparing') console.log(progress.text)
        if (progress.kind === 'ready') console.log(`${progress.component.padEnd(10)} ready in ${progress.seconds.toFixed(1)} s`)
        if (progress.kind === 'lost') console.error(`${progress.component} ended: ${progress.reason}`)
      },
    })
  } catch (error) {
    console.error(messageOf(error))
    return [single('stack', secondsSince(begin), false)]
  }
  try {
    const testEnv = { ...env, ...stack.env, HANSARD_KEYS: `test:${randomBytes(32).toString('base64')}` }
    const provisioning = join(root, 'packages/shared/src/provision/main.ts')
    const code = await runCommand(process.execPath, [provisioning], { env: testEnv, cwd: root, signal })
    const ready = single('stack', secondsSince(begin), code === 0)
    return code === 0 ? [ready, await runVitest('integration', { root, env: testEnv, signal })] : [ready]
  } finally {
    await stack.stop()
  }
}
