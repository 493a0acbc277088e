import { join } from 'node:path'
import { openLedger } from './processes/ledger.ts'
import { endingWithinMs, takeDirectory } from './processes/owner.ts'
import { waitUntil } from './wait-until.ts'

export interface AbandonedOptions {
  /** How long an owner that was told to end may take, unless it said itself that it will soon be gone. */
  readonly withinMs?: number
  /** Only what this owner left: another one in its place sees to it. */
  readonly ofPid?: number
}

/**
 * Ends what a stack in this folder left running when its owner died without stopping it. Returns their names; none while an owner runs.
 * While another process does the same (a guardian) it waits for that.
 */
export const endAbandoned = async (stateDir: string, { withinMs = 5_000, ofPid }: AbandonedOptions = {}): Promise<readonly string[]> => {
  const begin = performance.now()
  let ended: readonly string[] = []
  await waitUntil(async () => {
    const owned = await takeDirectory(stateDir)
    if ('ownedBy' in owned) {
      const another = ofPid !== undefined && owned.ownedBy !== ofPid
      return another || (!owned.ending && performance.now() - begin >= withinMs)
    }
    try {
      owned.announceEnd()
      ended = await openLedger(join(stateDir, 'processes.json')).endLeftovers()
    } finally {
      await owned.release()
    }
    return true
  }, endingWithinMs)
  return ended
}
