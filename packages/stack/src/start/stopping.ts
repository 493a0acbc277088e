import pc from 'picocolors'
import type { Releases } from './releases.ts'

export interface Stopping {
  /** Aborted as soon as the stop begins. */
  readonly signal: AbortSignal
  /** Stops everything and ends the process with this exit code. Does not return. */
  stop(exitCode: number): Promise<never>
}

/**
 * The first Ctrl-C (or SIGTERM, a closed terminal, the end of the process that started this one) stops in order, the second kills.
 * `isUp`: whether there is nothing left to do but to stop, so that being stopped is no failure. `kill`: ends every process at once.
 */
export const stopOnSignals = (options: {
  readonly releases: Releases
  print(text: string): void
  isUp(): boolean
  kill(): void
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

  const onSignal = (signal: string): void => {
    if (stopping !== undefined) {
      kill()
      process.exit(130)
    }
    print(`\n${pc.dim(signal === 'SIGINT' ? 'Stopping; Ctrl-C again kills.' : `Stopping: ${signal}.`)}`)
    void stop(isUp() ? 0 : 130)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  process.on('disconnect', () => {
    if (stopping === undefined) onSignal('the command that started it has ended')
  })
  return { signal: controller.signal, stop }
}
