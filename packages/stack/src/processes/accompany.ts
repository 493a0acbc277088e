import type { ChildProcess } from 'node:child_process'
import type { Ledger } from './ledger.ts'

/** Writes down a process that works on a stack but is no part of it, as long as it runs: however this process ends, that one ends with it. */
export const accompany = async (ledger: Ledger, name: string, child: ChildProcess): Promise<void> => {
  // Without a pid it never ran.
  if (child.pid === undefined) return
  const entry = `${name} ${child.pid}`
  child.once('exit', () => void ledger.remove(entry))
  await ledger.add(entry, child.pid, { stopSignal: 'SIGTERM', needsOthers: true })
}
