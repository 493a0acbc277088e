import type { Dependency } from '../errors.ts'
import type { App } from '../runtime/app.ts'
import type { StageMetrics } from './metrics.ts'

/** Tells readiness, metrics and the log what a stage's records wait for. */
export interface Trouble {
  waitFor(dependency: Dependency, detail: string): void
  halt(detail: string): void
  /** A batch came through: the proof that everything it needed is there again. */
  over(): void
}

/** Longer than the longest pause between two tries of a record that waits, and what a try may take. */
const staleMs = 20_000

export const watchTrouble = (
  app: Pick<App, 'log' | 'setReady'>,
  metrics: Pick<StageMetrics, 'dependencyUp' | 'halted'>,
  now: () => number = Date.now,
): Trouble => {
  /** When a record last said that it waits for it (epoch milliseconds). */
  const waitingFor = new Map<Dependency, number>()
  let halted = false
  const isBack = (dependency: Dependency) => {
    waitingFor.delete(dependency)
    metrics.dependencyUp(dependency, true)
    app.setReady(dependency, true)
    app.log.info({ dependency }, 'the dependency is back')
  }
  return {
    waitFor(dependency, detail) {
      if (!waitingFor.has(dependency)) app.log.warn({ dependency, detail }, 'waiting for a dependency')
      waitingFor.set(dependency, now())
      metrics.dependencyUp(dependency, false)
      app.setReady(dependency, false, detail)
      // Records are tried again and again: what none of them asks for any more is there, although they still wait for something else.
      for (const [other, at] of waitingFor) if (now() - at > staleMs) isBack(other)
    },
    halt(detail) {
      if (!halted) app.log.error({ detail }, 'standing still: most recent records would be dead letters')
      halted = true
      metrics.halted(true)
      app.setReady('dead-letter limit', false, detail)
    },
    over() {
      for (const dependency of waitingFor.keys()) isBack(dependency)
      if (!halted) return
      halted = false
      metrics.halted(false)
      app.setReady('dead-letter limit', true)
      app.log.info('going on')
    },
  }
}
