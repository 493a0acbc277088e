import pc from 'picocolors'
import type { Releases } from './releases.ts'

export interface Stopping {
  /** Aborted as soon as the stop begins. */
  readonly signal: AbortSignal
  /** Stops everything and ends the process with this exit code. Does not return. */
  stop(exitCode: number): Promise<never>
}

/** Who stops every process of a group tells this one as well as the one that passes it on: within this time it is said once. */
const sameMomentMs = 300

/**
 * The first Ctrl-C (or SIGTERM, a closed terminal, the end of the process that started this one) stops in order. Another Ctrl-C kills;
 * another of the rest changes nothing: several may come of one cause, and who wants to kill from elsewhere has SIGKILL.
 * `isUp`: whether there is nothing left to do but to stop, so that being stopped is no failure. `kill`: ends every process at once.
 */
export const stopOnSignals = (options: {
  readonly releases: Releases
  print(text: string): void
  isUp(): boolean
  kill(): Promise<void>
}): Stopping => {
  const { releases, print, isUp, kill } = options
  const controller = new AbortController()
  let stopping: Promise<never> | undefined

  const release = async (exitCode: number): Promise<never> => {
    const begin = performance.now()
    controller.abort()
    try {
      await releases.releaseAll()
    } catch (error) {
      print(String(error))
      process.exit(1)
    }
    const seconds = (performance.now() - begin) / 1_000
    // Where nothing ran yet there is nothing to tell.
    if (seconds > 0.1) print(`${pc.green('✔')} Stopped ${pc.dim(`${seconds.toFixed(1)} s`)}`)
    process.exit(exitCode)
  }
  const stop = (exitCode: number): Promise<never> => (stopping ??= release(exitCode))

  let begun = 0
  const onSignal = (signal: string): void => {
    if (stopping !== undefined) {
      if (signal === 'SIGINT' && performance.now() - begun >= sameMomentMs) void kill().finally(() => process.exit(130))
      return
    }
    begun = performance.now()
    print(`\n${pc.dim(signal === 'SIGINT' ? 'Stopping; Ctrl-C again kills.' : `Stopping: ${signal}.`)}`)
    void stop(isUp() ? 0 : 130)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  process.on('disconnect', () => onSignal('the command that started it has ended'))
  return { signal: controller.signal, stop }
}
