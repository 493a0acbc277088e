import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { writeAtomically } from '../files.ts'
import { waitUntil } from '../wait-until.ts'
import { startGuardian } from './guardian.ts'
import type { Guardian } from './guardian.ts'
import { processIdentity } from './identity.ts'

const How = z.object({
  stopSignal: z.enum(['SIGTERM', 'SIGINT']),
  /** It needs others to end well: it is ended before those that do not. */
  needsOthers: z.boolean().default(false),
})
const Entry = How.extend({ pid: z.number(), identity: z.string() })
const Entries = z.record(z.string(), Entry)
type Entry = z.infer<typeof Entry>
type Entries = z.infer<typeof Entries>

/**
 * The processes started for one state directory, kept on disk: what a parent that died uncleanly left running can be found and ended. While
 * there are any, a guardian waits for the end of this process, to do just that.
 */
export interface Ledger {
  add(name: string, pid: number, how: z.input<typeof How>): Promise<void>
  remove(name: string): Promise<void>
  /** Ends what runs still and is verifiably ours (same pid, same moment of start). Returns the names of those it ended. */
  endLeftovers(): Promise<readonly string[]>
}

export const openLedger = (file: string): Ledger => {
  let entries: Entries = {}
  let guardian: Guardian | undefined
  let writing = Promise.resolve()
  const write = (): Promise<void> => {
    writing = writing.catch(() => undefined).then(() => writeAtomically(file, `${JSON.stringify(entries, null, 2)}\n`))
    return writing
  }

  return {
    async add(name, pid, how) {
      guardian ??= startGuardian(dirname(file))
      const identity = await processIdentity(pid)
      if (identity === undefined) return
      entries = { ...entries, [name]: { ...How.parse(how), pid, identity } }
      await write()
    },
    async remove(name) {
      const { [name]: _gone, ...rest } = entries
      entries = rest
      await write()
      if (Object.keys(entries).length > 0) return
      guardian?.dismiss()
      guardian = undefined
    },
    async endLeftovers() {
      await mkdir(dirname(file), { recursive: true })
      const ended = await endAll(await readEntries(file))
      await write()
      return ended
    },
  }
}

/** Ends at once every process in the ledger of this file that is still the one written down. */
export const killRecorded = async (file: string): Promise<void> => {
  const all = Object.values(await readEntries(file))
  await Promise.all(all.map(async (entry) => (await runs(entry)) && signal(entry.pid, 'SIGKILL')))
}

const readEntries = async (file: string): Promise<Entries> => {
  try {
    return Entries.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return {}
  }
}

/** First those that stand on others, then those others; the newest of each first, side by side. */
const endAll = async (left: Entries): Promise<readonly string[]> => {
  const ended: string[] = []
  for (const turn of [true, false]) {
    const now = Object.entries(left).filter(([, { needsOthers }]) => needsOthers === turn)
    const results = await Promise.all(now.toReversed().map(async ([name, entry]) => ((await end(entry)) ? [name] : [])))
    ended.push(...results.flat())
  }
  return ended
}

const runs = async ({ pid, identity }: Entry): Promise<boolean> => (await processIdentity(pid)) === identity

const end = async (entry: Entry): Promise<boolean> => {
  const gone = async () => !(await runs(entry))
  if (await gone()) return false
  signal(entry.pid, entry.stopSignal)
  if (!(await waitUntil(gone, 8_000))) {
    signal(entry.pid, 'SIGKILL')
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
