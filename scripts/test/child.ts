import { spawn } from 'node:child_process'
import { once } from 'node:events'

export interface Surroundings {
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  readonly signal: AbortSignal
  /** Shows the output when the command has ended, in one piece: it runs beside another whose output is shown meanwhile. */
  readonly showLater?: boolean | undefined
}

/**
 * Runs a command, its output being ours, and resolves with its exit code (1 when a signal ended it). When `signal` is aborted the command and
 * all that it started are asked to end: it has a process group of its own.
 */
export const runCommand = async (
  command: string,
  args: readonly string[],
  { env, cwd, signal, showLater = false }: Surroundings,
): Promise<number> => {
  signal.throwIfAborted()
  const output = showLater ? 'pipe' : 'inherit'
  const child = spawn(command, [...args], { env, cwd, stdio: ['ignore', output, output], detached: true })
  const kept: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => kept.push(chunk))
  const end = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
  }
  signal.addEventListener('abort', end)
  const [code] = (await once(child, 'close')) as [number | null]
  signal.removeEventListener('abort', end)
  process.stdout.write(Buffer.concat(kept))
  return code ?? 1
}
