import { Listr } from 'listr2'
import type { ListrTask } from 'listr2'
import pc from 'picocolors'
import type { ComponentName } from '../components/component.ts'
import { componentNames } from '../stack.ts'
import type { Progress } from '../stack.ts'
import type { AppProcess } from './app-process.ts'
import { appNames } from './bring-up.ts'
import type { BringUp } from './bring-up.ts'
import { PlainRenderer } from './plain-renderer.ts'

const names: Readonly<Record<ComponentName, string>> = {
  kafka: 'Kafka',
  registry: 'Schema registry',
  redis: 'Redis',
  postgres: 'PostgreSQL',
}

type Ready = Extract<Progress, { kind: 'ready' }>

/** What the stack tells while it starts, each step to be awaited for itself. */
export interface StackProgress {
  readonly prepared: Promise<void>
  ready(name: ComponentName): Promise<Ready>
  onPreparing(listener: (text: string) => void): void
  accept(progress: Progress): void
}

export const createStackProgress = (): StackProgress => {
  const prepared = Promise.withResolvers<void>()
  const ready = Object.fromEntries(componentNames.map((name) => [name, Promise.withResolvers<Ready>()])) as Record<
    ComponentName,
    PromiseWithResolvers<Ready>
  >
  let say = (_text: string): void => undefined
  return {
    prepared: prepared.promise,
    ready: (name: ComponentName) => ready[name].promise,
    onPreparing: (listener: (text: string) => void) => void (say = listener),
    accept(progress: Progress): void {
      if (progress.kind === 'preparing') say(progress.text)
      if (progress.kind === 'prepared') prepared.resolve()
      if (progress.kind === 'ready') ready[progress.component].resolve(progress)
    },
  }
}

const secondsOf = ({ seconds: took }: AppProcess): number => took

const seconds = (value: number): string => pc.dim(`${value.toFixed(1)} s`)

/** A finished step: what, where, how long; in columns. */
const line = (what: string, where: string, took: number): string => `${what.padEnd(22)}${where.padEnd(43)} ${seconds(took)}`

const withoutPassword = (address: string): string => address.replace(/(?<=\/\/[^:/]+):[^@]+@/, '@')

const whereOf = ({ name, address }: AppProcess, wantedPort: number): string =>
  name === 'ingress' && new URL(address).port !== String(wantedPort) ? `${address} (${wantedPort} is taken)` : address

/** Shows the start step by step until everything runs. Rejects with what made a step fail. */
export const showStart = async (work: BringUp, progress: StackProgress): Promise<void> => {
  // A stack that fails never says so step by step: every step of it then fails for the same reason.
  const orFailure = <T>(step: Promise<T>): Promise<T> => Promise.race([step, work.stack.then(() => step)])
  const step = <T>(title: string, wait: Promise<T>, where: (result: T) => string, took?: (result: T) => number): ListrTask => ({
    title,
    task: async (_, task) => {
      const begin = performance.now()
      const result = await wait
      task.title = line(title, where(result), took?.(result) ?? (performance.now() - begin) / 1_000)
    },
  })
  const steps = new Listr(
    [
      {
        title: 'Kafka, registry, Redis: looking, downloading what is missing',
        task: async (_, task) => {
          const begin = performance.now()
          progress.onPreparing((text) => (task.output = text))
          await orFailure(progress.prepared)
          task.title = line('Prerequisites', 'all there', (performance.now() - begin) / 1_000)
        },
      },
      {
        title: 'Stack',
        task: (_, task) =>
          task.newListr(
            componentNames.map((name) =>
              step(
                names[name],
                orFailure(progress.ready(name)),
                ({ address, external }) => `${withoutPassword(address)}${external ? ' (yours)' : ''}`,
                (result) => result.seconds,
              ),
            ),
            { concurrent: true },
          ),
      },
      step('Topics and tables', work.provisioned, (text) => text.replace(/^provisioned /, '')),
      step('Workspace', work.seeded, () => 'development: zoom, fireflies, otter'),
      step('Platform simulator', work.simulator, ({ address }) => address, secondsOf),
      {
        title: 'Apps',
        task: (_, task) =>
          task.newListr(
            appNames.map((name) => step(name, work.apps[name], (app) => whereOf(app, work.wantedPort), secondsOf)),
            { concurrent: true },
          ),
      },
    ],
    {
      concurrent: false,
      registerSignalListeners: false,
      renderer: 'default',
      rendererOptions: { collapseSubtasks: false, showErrorMessage: false, formatOutput: 'truncate' },
      fallbackRenderer: PlainRenderer,
    },
  )
  await steps.run()
}
