import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { lock } from 'proper-lockfile'
import { z } from 'zod'
import { writeAtomically } from '../files.ts'
import { waitUntil } from '../wait-until.ts'
import { processIdentity } from './identity.ts'

const Owner = z.object({ pid: z.number(), identity: z.string(), ending: z.boolean().default(false) })

/** How long (ms) an owner may take that said it will soon be gone: what it ends may have to be killed, in two turns. */
export const endingWithinMs = 25_000

/** The right to work in a directory. */
export interface Ownership {
  /** Tells others that it will soon be given back: whoever wants it may wait. */
  announceEnd(): void
  release(): Promise<void>
}

/** Who has it instead, and whether that process said it will soon be gone. */
export interface Owned {
  readonly ownedBy: number
  readonly ending: boolean
}

/** Makes this process the only one that works in `directory`, or tells which one does. One that died holds nothing. */
export const takeDirectory = async (directory: string): Promise<Ownership | Owned> => {
  await mkdir(directory, { recursive: true })
  const file = join(directory, 'owner.json')
  const unlock = await lock(directory, { stale: 5_000, retries: { retries: 80, minTimeout: 100, maxTimeout: 100 }, onCompromised: ignored })
  try {
    const owner = await readOwner(file)
    if (owner !== undefined && (await processIdentity(owner.pid)) === owner.identity) return { ownedBy: owner.pid, ending: owner.ending }
    const own = { pid: process.pid, identity: (await processIdentity(process.pid)) ?? '' }
    await writeAtomically(file, JSON.stringify(own))
    return ownership(file, own)
  } finally {
    await unlock().catch(ignored)
  }
}

/** As takeDirectory; an owner that is about to end is waited for, and `onWait` told its pid. Rejects when `signal` is aborted meanwhile. */
export const takeDirectoryAtItsEnd = async (
  directory: string,
  onWait: (pid: number) => void,
  signal?: AbortSignal,
): Promise<Ownership | Owned> => {
  const taken = await takeDirectory(directory)
  if (!isEnding(taken)) return taken
  onWait(taken.ownedBy)
  let later: Ownership | Owned = taken
  await waitUntil(async () => signal?.aborted === true || !isEnding((later = await takeDirectory(directory))), endingWithinMs)
  signal?.throwIfAborted()
  return later
}

const isEnding = (taken: Ownership | Owned): taken is Owned => 'ending' in taken && taken.ending

const ownership = (file: string, own: { readonly pid: number; readonly identity: string }): Ownership => {
  let announcing: Promise<void> | undefined
  let released = false
  return {
    announceEnd() {
      if (!released) announcing ??= writeAtomically(file, JSON.stringify({ ...own, ending: true })).catch(ignored)
    },
    async release() {
      released = true
      await announcing
      await rm(file, { force: true })
    },
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
