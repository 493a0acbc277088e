import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { LoadResult, LoadSpec } from './load.ts'

/** A load generator in a process of its own, so that the measured processes and the measuring one do not wait for each other. */
export interface LoadProcess {
  /** One at a time. Rejects when the process ends before. */
  run(spec: LoadSpec): Promise<LoadResult>
  stop(): Promise<void>
}

export const startLoadProcess = (): LoadProcess => {
  // autocannon's timers are set to a time that has passed already when its event loop is late, which Node warns of.
  const execArgv = [...process.execArgv, '--disable-warning=TimeoutNegativeWarning']
  const child = fork(fileURLToPath(new URL('main.ts', import.meta.url)), { serialization: 'advanced', execArgv })
  const exited = once(child, 'exit')
  return {
    async run(spec) {
      child.send(spec)
      const ended = Promise.withResolvers<never>()
      const onExit = (code: number | null) => ended.reject(new Error(`the load generator ended with ${String(code)}`))
      child.once('exit', onExit)
      try {
        const [result] = (await Promise.race([once(child, 'message'), ended.promise])) as [LoadResult]
        return result
      } finally {
        child.off('exit', onExit)
      }
    },
    async stop() {
      if (child.connected) child.disconnect()
      if (child.exitCode === null) child.kill('SIGTERM')
      await exited
    },
  }
}
