import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { SetupError } from '../setup-error.ts'

const run = promisify(execFile)

/** As whom PostgreSQL runs; empty: as the user of this process. */
export type ServerUser = { readonly uid: number; readonly gid: number } | { readonly uid?: never; readonly gid?: never }

/**
 * PostgreSQL refuses to run as root. It then runs as `nobody`, whom every system has: nothing has to be added to the machine.
 */
export const serverUser = async (): Promise<ServerUser> => {
  if (process.getuid?.() !== 0) return {}
  try {
    const [uid, gid] = await Promise.all([id('-u'), id('-g')])
    return { uid, gid }
  } catch {
    throw new SetupError('PostgreSQL does not run as root, and this system has no user "nobody" to run it as: start as another user.')
  }
}

const id = async (flag: '-u' | '-g'): Promise<number> => Number((await run('id', [flag, 'nobody'])).stdout.trim())
