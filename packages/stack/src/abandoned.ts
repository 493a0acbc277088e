import { join } from 'node:path'
import { openLedger } from './processes/ledger.ts'
import { endingWithinMs, takeDirectory } from './processes/owner.ts'
import { waitUntil } from './wait-until.ts'

/**
 * Ends what a stack in this folder left running when its owner died without stopping it. Returns their names; none while an owner runs.
 * While another process does the same (a guardian) it waits for that.
 *
 * @param ownerEndsWithinMs how long an owner that was told to end may take
 */
export const endAbandoned = async (stateDir: string, ownerEndsWithinMs = 5_000): Promise<readonly string[]> => {
  const begin = performance.now()
  let ended: readonly string[] = []
  await waitUntil(async () => {
    const owned = await takeDirectory(stateDir)
    if ('ownedBy' in owned) return !owned.ending && performance.now() - begin >= ownerEndsWithinMs
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
