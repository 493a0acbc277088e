import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeAtomically } from '../files.ts'
import { componentNames } from '../stack.ts'
import type { Stack } from '../stack.ts'
import type { AppProcess } from './app-process.ts'

/**
 * `.hansard/stack.json`: what runs, for scripts. `env` holds the addresses as environment variables. Only its owner may read it: the
 * database's address holds its password.
 */
export const writeStackFile = async (
  stateDir: string,
  { stack, apps, simulator }: { readonly stack: Stack; readonly apps: readonly AppProcess[]; readonly simulator: AppProcess },
): Promise<void> => {
  const processOf = ({ address, pid, log }: AppProcess) => ({ address, pid, log })
  const content = {
    pid: process.pid,
    startedAt: new Date().toISOString(),
    env: { ...stack.env, INGRESS_URL: apps.find(({ name }) => name === 'ingress')?.address, SIMULATOR_URL: simulator.address },
    components: Object.fromEntries(
      componentNames.map((name) => {
        const { address, external, pid, log } = stack[name]
        return [name, { address, external, pid, log }]
      }),
    ),
    apps: Object.fromEntries(apps.map((app) => [app.name, processOf(app)])),
    simulator: processOf(simulator),
    secrets: join(stateDir, 'dev.env'),
  }
  await writeAtomically(join(stateDir, 'stack.json'), `${JSON.stringify(content, null, 2)}\n`, 0o600)
}

export const removeStackFile = (stateDir: string): Promise<void> => rm(join(stateDir, 'stack.json'), { force: true })
