import { spawn } from 'node:child_process'
import { once } from 'node:events'

/**
 * Runs a command, its output being ours, and resolves with its exit code (1 when a signal ended it). When `signal` is aborted the command and
 * all that it started are asked to end: it has a process group of its own.
 */
export const runCommand = async (
  command: string,
  args: readonly string[],
  { env, cwd, signal }: { readonly env: NodeJS.ProcessEnv; readonly cwd: string; readonly signal: AbortSignal },
): Promise<number> => {
  signal.throwIfAborted()
  const child = spawn(command, [...args], { env, cwd, stdio: ['ignore', 'inherit', 'inherit'], detached: true })
  const end = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
  }
  signal.addEventListener('abort', end)
  const [code] = (await once(child, 'exit')) as [number | null]
  signal.removeEventListener('abort', end)
  return code ?? 1
}
