import { join } from 'node:path'
import { openLedger } from './processes/ledger.ts'
import { takeDirectory } from './processes/owner.ts'
import { waitUntil } from './wait-until.ts'

/**
 * Ends what a stack in this folder left running when its owner died without stopping it. Returns their names; none while an owner runs.
 *
 * @param ownerEndsWithinMs how long an owner that was told to end may take
 */
export const endAbandoned = async (stateDir: string, ownerEndsWithinMs = 5_000): Promise<readonly string[]> => {
  let ended: readonly string[] = []
  await waitUntil(async () => {
    const owned = await takeDirectory(stateDir)
    if ('ownedBy' in owned) return false
    try {
      ended = await openLedger(join(stateDir, 'processes.json')).endLeftovers()
    } finally {
      await owned.release()
    }
    return true
  }, ownerEndsWithinMs)
  return ended
}
