import type { AddressInfo } from 'node:net'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { z } from 'zod'
import { messageOf } from '../errors.ts'
import { createOutcomeLog, type OutcomeLog } from './bounded-log.ts'
import { ConfigError, processConfig, readConfig } from './config.ts'
import { createHealth } from './health.ts'
import { createLogger, type Logger } from './logger.ts'
import { openTracing, tracingConfig } from '../telemetry/open-tracing.ts'
import type { Tracing } from '../telemetry/tracing.ts'
import { startOperatorServer } from './operator-server.ts'

/** A process of Hansard: its log, metrics, health, and the order in which it lets go of things. */
export interface App {
  readonly name: string
  readonly log: Logger
  /** For what happens to every single delivery: not more lines than can be read. */
  readonly outcomes: OutcomeLog
  readonly metrics: Registry
  /** Undefined: nothing is traced. */
  readonly tracing?: Tracing | undefined
  /** Aborted when the process is asked to stop. */
  readonly signal: AbortSignal
  /** Released in reverse order on stop; a release that fails does not keep the others from running. */
  onStop(what: string, release: () => Promise<void> | void): void
  /** Every dependency named here must be ready for /readyz to answer 200. */
  setReady(what: string, ready: boolean, detail?: string): void
  /** Liveness means that the loop moved lately, not that a dependency is up. */
  onAlive(check: () => boolean): void
  notReady(): Readonly<Record<string, string>>
  alive(): boolean
  /** A page that only operators see: JSON, at this path of the operator port. */
  addOperatorPage(path: string, page: () => unknown): void
  /** Releases everything and ends the process with exit code 1. */
  fail(error: Error): void
}

/** A stop that takes longer is cut off: Kubernetes would kill at 30 s. */
const stopDeadlineMs = 25_000

/**
 * Runs a process from start to exit: `start` builds it, SIGTERM or SIGINT (or `app.fail`) takes it down.
 * Configuration errors are printed plainly and exit with 2.
 */
export const runApp = async (name: string, env: NodeJS.ProcessEnv, start: (app: App) => Promise<void>): Promise<void> => {
  let config
  try {
    config = readConfig(z.object({ ...processConfig, ...tracingConfig }), env)
  } catch (error) {
    return exitOnConfigError(name, error)
  }
  const log = createLogger(name, config.LOG_LEVEL)
  const metrics = new Registry()
  // The event loop's delay is measured by a timer: at the usual 10 ms it was a third of what a process costs that has nothing to do.
  collectDefaultMetrics({ register: metrics, eventLoopMonitoringPrecision: 100 })
  const info = { name: 'hansard_app_info', help: '1; which app this process is', labelNames: ['app'], registers: [metrics] }
  new Gauge(info).set({ app: name }, 1)
  const health = createHealth()
  const stopping = new AbortController()
  const releases: { readonly what: string; readonly release: () => Promise<void> | void }[] = []

  const stop = async (exitCode: number, why: string) => {
    if (stopping.signal.aborted) return
    log.info({ why }, 'stopping')
    health.setReady('process', false, 'stopping')
    stopping.abort()
    setTimeout(() => {
      log.error({ seconds: stopDeadlineMs / 1000 }, 'the stop took too long and was cut off')
      process.exit(exitCode || 1)
    }, stopDeadlineMs).unref()
    for (const { what, release } of releases.toReversed()) {
      try {
        await release()
      } catch (error) {
        log.error({ what, error: messageOf(error) }, 'release failed')
      }
    }
    log.info('stopped')
    process.exit(exitCode)
  }

  const tracing = await openTracing(name, config)
  const app: App = {
    name,
    log,
    outcomes: createOutcomeLog(log, { linesPerSecond: config.LOG_LINES_PER_SECOND, register: metrics, now: () => performance.now() }),
    metrics,
    tracing,
    signal: stopping.signal,
    ...health,
    onStop: (what, release) => void releases.push({ what, release }),
    fail(error) {
      log.error({ error: error.message, stack: error.stack }, 'failed')
      void stop(1, error.message)
    },
  }
  process.on('SIGTERM', () => void stop(0, 'SIGTERM'))
  process.on('SIGINT', () => void stop(0, 'SIGINT'))
  process.on('unhandledRejection', (reason) => app.fail(reason instanceof Error ? reason : new Error(messageOf(reason))))

  try {
    health.setReady('process', false, 'starting')
    const server = await startOperatorServer({
      health,
      metrics,
      host: config.HEALTH_HOST,
      port: config.HEALTH_PORT,
      token: config.OPERATOR_TOKEN,
      openMetrics: config.METRICS_FOR === 'anybody',
    })
    if (tracing !== undefined) app.onStop('tracing', () => tracing.close())
    app.onStop('operator server', () => new Promise((resolve) => server.close(() => resolve())))
    app.onStop('operator connections', () => server.closeIdleConnections())
    await start(app)
    health.setReady('process', true)
    const { address, port } = server.address() as AddressInfo
    log.info({ address: `http://${address}:${port}` }, 'ready')
  } catch (error) {
    if (error instanceof ConfigError) exitOnConfigError(name, error)
    app.fail(error instanceof Error ? error : new Error(messageOf(error)))
  }
}

const exitOnConfigError = (name: string, error: unknown): never => {
  process.stderr.write(`${name}: ${messageOf(error)}\n`)
  process.exit(2)
}
