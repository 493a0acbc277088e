import type { AppName } from '@hansard/e2e/app-process'

/** What a process says of itself at a moment. */
export interface Said {
  readonly app: AppName
  /** Why it is not ready: names of what is missing; empty: it is ready. */
  readonly waitingFor: readonly string[]
  /** Dependencies that its metrics say are away. */
  readonly down: readonly string[]
  readonly alive: boolean
}

/** Asks /readyz, /healthz and /metrics. */
export const ask = async (app: AppName, address: string): Promise<Said> => {
  const get = (path: string) => fetch(`${address}/${path}`)
  const [ready, alive, metrics] = await Promise.all([get('readyz'), get('healthz'), get('metrics')])
  const { waitingFor = {} } = (await ready.json()) as { readonly waitingFor?: Readonly<Record<string, string>> }
  return { app, waitingFor: Object.keys(waitingFor).toSorted(), down: downIn(await metrics.text()), alive: alive.ok }
}

/** Dependencies whose `hansard_dependency_up` is 0. */
export const downIn = (metrics: string): readonly string[] =>
  [...metrics.matchAll(/^hansard_dependency_up\{dependency="(\w+)"\} 0$/gm)].map(([, name = '']) => name).toSorted()

/** `deduper: postgres, redis; the others are ready`. Who does not say the same in its metrics is named with that. */
export const told = (said: readonly Said[]): string => {
  const waiting = said.flatMap(({ app, waitingFor, down }) => {
    if (waitingFor.length === 0 && down.length === 0) return []
    const differs = waitingFor.join() === down.join() ? '' : ` (metrics: ${down.join(', ') || 'all up'})`
    return [`${app}: ${waitingFor.join(', ') || 'ready'}${differs}`]
  })
  return waiting.length === 0 ? 'all are ready' : [...waiting, 'the others are ready'].join('; ')
}
