import type { Registry } from 'prom-client'
import { createBoundCounter } from '../telemetry/bound-metrics.ts'
import type { Logger } from './logger.ts'

type Level = 'info' | 'warn' | 'error'

/** A log of outcomes: one line each, as long as there are not too many. */
export type OutcomeLog = Readonly<Record<Level, (details: object, message: string) => void>>

const windowMs = 1_000

/**
 * At most so many lines a second of each level, so that a flood of one neither fills the disk nor costs more than the work itself, and hides
 * nothing of the others. What is left out is counted, and told when the second is over.
 */
export const createOutcomeLog = (
  log: Pick<Logger, Level | 'isLevelEnabled'>,
  options: {
    readonly linesPerSecond: number
    readonly register: Registry
    /** Milliseconds, of a clock that does not jump. */
    now(): number
  },
): OutcomeLog => {
  const leftOutTotal = createBoundCounter<'level'>(options.register, {
    name: 'hansard_log_lines_left_out_total',
    help: 'Lines of outcomes that were not logged because there were too many within a second',
  })
  const lineOf = (level: Level) => {
    const total = leftOutTotal({ level })
    let startedAt = Number.NEGATIVE_INFINITY
    let lines = 0
    let leftOut = 0
    let timer: NodeJS.Timeout | undefined
    const tell = () => {
      clearTimeout(timer)
      timer = undefined
      if (leftOut > 0) log[level]({ leftOut }, 'lines were left out: there were too many within a second')
      leftOut = 0
    }
    return (details: object, message: string): void => {
      if (!log.isLevelEnabled(level)) return
      const at = options.now()
      if (at - startedAt >= windowMs) {
        tell()
        startedAt = at
        lines = 0
      }
      if (++lines <= options.linesPerSecond) return log[level](details, message)
      leftOut++
      total.inc()
      timer ??= setTimeout(tell, windowMs).unref()
    }
  }
  return { info: lineOf('info'), warn: lineOf('warn'), error: lineOf('error') }
}
