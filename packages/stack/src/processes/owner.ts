import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { lock } from 'proper-lockfile'
import { z } from 'zod'
import { writeAtomically } from '../files.ts'
import { processIdentity } from './identity.ts'

const Owner = z.object({ pid: z.number(), identity: z.string() })

/**
 * Makes this process the only one that works in `directory`. Returns how to give it back, or the pid of the process that has it.
 * One that died holds nothing.
 */
export const takeDirectory = async (directory: string): Promise<{ release(): Promise<void> } | { ownedBy: number }> => {
  await mkdir(directory, { recursive: true })
  const file = join(directory, 'owner.json')
  const unlock = await lock(directory, { stale: 5_000, retries: { retries: 80, minTimeout: 100, maxTimeout: 100 }, onCompromised: ignored })
  try {
    const owner = await readOwner(file)
    if (owner !== undefined && (await processIdentity(owner.pid)) === owner.identity) return { ownedBy: owner.pid }
    const identity = (await processIdentity(process.pid)) ?? ''
    await writeAtomically(file, JSON.stringify({ pid: process.pid, identity }))
    return { release: () => rm(file, { force: true }) }
  } finally {
    await unlock().catch(ignored)
  }
}

// The lock covers some milliseconds of file work; losing it (a machine put to sleep in them) has no worse effect than having none.
const ignored = (): void => undefined

const readOwner = async (file: string): Promise<z.infer<typeof Owner> | undefined> => {
  try {
    return Owner.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return undefined
  }
}
