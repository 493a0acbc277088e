import { readFileSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { writeAtomically } from '../files.ts'
import { waitUntil } from '../wait-until.ts'
import { processIdentity } from './identity.ts'

const Entry = z.object({ pid: z.number(), identity: z.string(), stopSignal: z.enum(['SIGTERM', 'SIGINT']) })
const Entries = z.record(z.string(), Entry)
type Entries = z.infer<typeof Entries>

/** The processes started for one state directory, kept on disk: what a parent that died uncleanly left running can be found and ended. */
export interface Ledger {
  add(name: string, pid: number, stopSignal: 'SIGTERM' | 'SIGINT'): Promise<void>
  remove(name: string): Promise<void>
  /** Ends what runs still and is verifiably ours (same pid, same moment of start). Returns the names of those it ended. */
  endLeftovers(): Promise<readonly string[]>
}

export const openLedger = (file: string): Ledger => {
  let entries: Entries = {}
  // An owner that ends without stopping them (an error nobody caught) tells them to stop all the same.
  const tellToStop = (): void => Object.values(entries).forEach(({ pid, stopSignal }) => signal(pid, stopSignal))
  let writing = Promise.resolve()
  const write = (): Promise<void> => {
    writing = writing.catch(() => undefined).then(() => writeAtomically(file, `${JSON.stringify(entries, null, 2)}\n`))
    return writing
  }

  return {
    async add(name, pid, stopSignal) {
      const identity = await processIdentity(pid)
      if (identity === undefined) return
      if (Object.keys(entries).length === 0) process.once('exit', tellToStop)
      entries = { ...entries, [name]: { pid, identity, stopSignal } }
      await write()
    },
    async remove(name) {
      const { [name]: _gone, ...rest } = entries
      entries = rest
      if (Object.keys(entries).length === 0) process.off('exit', tellToStop)
      await write()
    },
    async endLeftovers() {
      await mkdir(dirname(file), { recursive: true })
      const left = await readEntries(file)
      const ended: string[] = []
      // What was started last stands on what was started first.
      for (const [name, entry] of Object.entries(left).toReversed()) if (await end(entry)) ended.push(name)
      await write()
      return ended
    },
  }
}

/** Ends at once every process in the ledger of this file. For its owner alone, who knows that they are all its own. */
export const killRecorded = (file: string): void => {
  for (const { pid } of Object.values(Entries.parse(JSON.parse(readFileSync(file, 'utf8'))))) signal(pid, 'SIGKILL')
}

const readEntries = async (file: string): Promise<Entries> => {
  try {
    return Entries.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return {}
  }
}

const end = async ({ pid, identity, stopSignal }: z.infer<typeof Entry>): Promise<boolean> => {
  const gone = async () => (await processIdentity(pid)) !== identity
  if (await gone()) return false
  signal(pid, stopSignal)
  if (!(await waitUntil(gone, 8_000))) {
    signal(pid, 'SIGKILL')
    await waitUntil(gone, 2_000)
  }
  return true
}

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name)
  } catch {
    // It ended by itself between the look and the signal.
  }
}
