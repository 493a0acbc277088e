import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * What tells this process apart from every other that ever had its pid: the moment it started. Undefined when it does not run
 * (one that ended and only waits for its parent to take note of it does not run).
 */
export const processIdentity = async (pid: number): Promise<string | undefined> => {
  try {
    return process.platform === 'linux' ? await linuxIdentity(pid) : await otherIdentity(pid)
  } catch {
    return undefined
  }
}

// proc_pid_stat(5): after the name in parentheses, which may itself hold anything, come the state and, 19 further on, the start time.
const linuxIdentity = async (pid: number): Promise<string | undefined> => {
  const [stat, boot] = await Promise.all([readFile(`/proc/${pid}/stat`, 'utf8'), readFile('/proc/sys/kernel/random/boot_id', 'utf8')])
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' || fields[19] === undefined ? undefined : `${boot.trim()}/${fields[19]}`
}

const otherIdentity = async (pid: number): Promise<string | undefined> => {
  const { stdout } = await run('ps', ['-o', 'state=,lstart=', '-p', String(pid)])
  const [state = '', ...started] = stdout.trim().split(/\s+/)
  return state.startsWith('Z') || started.length === 0 ? undefined : started.join(' ')
}
