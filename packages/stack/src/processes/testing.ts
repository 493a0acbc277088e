import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** The pids of the guardians of what is written down in this folder, those at work among them. */
export const guardiansOf = async (stateDir: string): Promise<readonly number[]> => {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,args='])
  return stdout.split('\n').flatMap((line) => (line.includes('guardian') && line.endsWith(stateDir) ? [Number.parseInt(line, 10)] : []))
}
