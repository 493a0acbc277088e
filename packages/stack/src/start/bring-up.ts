import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../ports.ts'
import { SetupError } from '../setup-error.ts'
import { startStack } from '../stack.ts'
import type { Progress, Stack } from '../stack.ts'
import { createAppProcess } from './app-process.ts'
import type { AppProcess } from './app-process.ts'
import { foreignSettings, platformSettings } from './platform-settings.ts'
import type { Releases } from './releases.ts'
import type { Secrets } from './secrets.ts'
import { seed } from './seed.ts'

const run = promisify(execFile)

/** In the order of starting: who reads before who writes. */
export const appNames = ['recorder', 'merger', 'transcript-processor', 'deduper', 'verifier', 'ingress'] as const
export type AppName = (typeof appNames)[number]

export interface Surroundings {
  /** The checkout. */
  readonly root: string
  readonly stateDir: string
  readonly env: NodeJS.ProcessEnv
  readonly secrets: Secrets
  readonly releases: Releases
  /** Aborted: the start is given up. */
  readonly signal: AbortSignal
  /** A process ended though nobody stopped it. */
  onLost(name: string, reason: string): void
}

export interface Running {
  readonly stack: Stack
  readonly simulator: AppProcess
  readonly apps: readonly AppProcess[]
}

/** The work of a start, part by part, so that each can be shown while the others go on. */
export interface BringUp {
  readonly stack: Promise<Stack>
  /** What was provisioned, in words. */
  readonly provisioned: Promise<string>
  readonly seeded: Promise<void>
  readonly simulator: Promise<AppProcess>
  readonly apps: Readonly<Record<AppName, Promise<AppProcess>>>
  /** The port that the ingress should have; where it is taken it gets another. */
  readonly wantedPort: number
  readonly running: Promise<Running>
}

/** Starts everything, each part as soon as what it stands on is there. Every failure shows in `running`. */
export const bringUp = (around: Surroundings, fresh: boolean, onProgress: (progress: Progress) => void): BringUp => {
  const { stateDir, env, signal, secrets, releases } = around
  const wantedPort = readPort(env['PORT'])
  const stack = startStack({ stateDir, env, fresh, signal, onProgress }).then((started) => {
    releases.add(started.stop)
    return started
  })
  const provisioned = stack.then((started) => provision(around, started))
  const keepCredentials = foreignSettings(env).length > 0
  const seeded = Promise.all([stack, provisioned]).then(([{ postgres }]) => seed(postgres.url, secrets, { keepCredentials }))
  const simulator = stack.then((started) =>
    startProcess(around, started, { name: 'simulator', entry: 'packages/simulator/src/main.ts', env, health: false }),
  )
  const ready = Promise.all([stack, simulator, seeded])
  const startApp = async (name: AppName): Promise<AppProcess> => {
    const [started, { address }] = await ready
    const settings = {
      ...env,
      ...platformSettings(env, address),
      ...started.env,
      ...secrets,
      HANSARD_KEYS_FILE: undefined,
      HEALTH_PORT: '0',
    }
    const own = name === 'ingress' ? { PORT: String(await freePort([wantedPort])) } : { PORT: undefined }
    return startProcess(around, started, { name, entry: `apps/${name}/src/main.ts`, env: { ...settings, ...own }, health: true })
  }
  const apps = Object.fromEntries(appNames.map((name) => [name, startApp(name)])) as Record<AppName, Promise<AppProcess>>
  const running = Promise.all([stack, simulator, Promise.all(Object.values(apps))]).then(([a, b, c]) => ({
    stack: a,
    simulator: b,
    apps: c,
  }))
  // Let go of last, and so waited for when the start is given up: until then it may still take something.
  releases.add(() => Promise.allSettled([stack, provisioned, seeded, simulator, ...Object.values(apps)]))
  // Whoever waits for one of them hears of its failure; those that nobody waits for any more must not end the process.
  for (const part of [provisioned, seeded, simulator, running, ...Object.values(apps)]) part.catch(() => undefined)
  return { stack, provisioned, seeded, simulator, apps, wantedPort, running }
}

const readPort = (text = ''): number => {
  const port = Number(text === '' ? 8080 : text)
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port
  throw new SetupError(`PORT is ${text}: it must be a number from 1 to 65535, or absent (8080).`)
}

const provision = async ({ root, env, signal }: Surroundings, stack: Stack): Promise<string> => {
  try {
    const entry = join(root, 'packages/shared/src/provision/main.ts')
    const { stdout } = await run(process.execPath, [entry], { env: { ...env, ...stack.env }, signal })
    return stdout.trim().split('\n').at(-1) ?? ''
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
    throw new SetupError(output === '' ? 'Provisioning failed.' : `Provisioning failed: ${output}`)
  }
}

const startProcess = async (
  { root, stateDir, releases, signal, onLost }: Surroundings,
  { ledger }: Stack,
  spec: { readonly name: string; readonly entry: string; readonly env: NodeJS.ProcessEnv; readonly health: boolean },
): Promise<AppProcess> => {
  signal.throwIfAborted()
  const app = createAppProcess({
    ...spec,
    entry: join(root, spec.entry),
    logs: join(stateDir, 'logs'),
    ledger,
    addressIn: 'listening',
    onLost: (reason) => onLost(spec.name, reason),
  })
  releases.add(app.stop)
  await app.start()
  return app
}
