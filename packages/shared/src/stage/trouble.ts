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

export const watchTrouble = (app: App, metrics: StageMetrics): Trouble => {
  const waitingFor = new Set<Dependency>()
  let halted = false
  return {
    waitFor(dependency, detail) {
      if (!waitingFor.has(dependency)) app.log.warn({ dependency, detail }, 'waiting for a dependency')
      waitingFor.add(dependency)
      metrics.dependencyUp(dependency, false)
      app.setReady(dependency, false, detail)
    },
    halt(detail) {
      if (!halted) app.log.error({ detail }, 'standing still: most recent records would be dead letters')
      halted = true
      metrics.halted(true)
      app.setReady('dead-letter limit', false, detail)
    },
    over() {
      for (const dependency of waitingFor) {
        metrics.dependencyUp(dependency, true)
        app.setReady(dependency, true)
        app.log.info({ dependency }, 'the dependency is back')
      }
      waitingFor.clear()
      if (!halted) return
      halted = false
      metrics.halted(false)
      app.setReady('dead-letter limit', true)
      app.log.info('going on')
    },
  }
}
