import { spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { compileCache } from '../start/compile-cache.ts'

/** Notices that this process is gone, however it went: its end of a pipe is closed by the system. */
export interface Guardian {
  /** There is nothing left to watch over. */
  dismiss(): void
}

/** A word on the pipe: all is well. The end of it without a word: whoever held it is gone. Until then the shell waits, and takes 1 MB. */
const watch = 'read -r word || exec "$@"'

/**
 * A process that outlives this one as long as it takes to end what the ledger in `stateDir` knows of (guardian/main.ts). It keeps nobody from
 * ending, has a process group of its own, and takes over no input or output.
 */
export const startGuardian = (stateDir: string): Guardian => {
  const task = [process.execPath, join(import.meta.dirname, 'guardian/main.ts'), String(process.pid), stateDir]
  const guardian = spawn('/bin/sh', ['-c', watch, 'hansard-guardian', ...task], {
    // The folder this process was started in may be gone by then.
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', NODE_COMPILE_CACHE: compileCache },
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  const pipe = guardian.stdin as Socket
  // It may have been ended itself: then the next start finds what is left.
  for (const part of [guardian, pipe]) part.on('error', () => undefined)
  guardian.unref()
  pipe.unref()
  return { dismiss: () => void pipe.end('dismissed\n') }
}
