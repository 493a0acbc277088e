import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Where a server of another user must get to its own folder, others may pass, and see nothing. PostgreSQL refuses to run as root. */
const passable = 0o711
const ownOnly = 0o700

/**
 * Makes the folders that hold what was said, keys and passwords, also those that were there before: `data` of a state folder, with one
 * folder for each of `names`. Their owner alone can read them.
 */
export const privateData = async (stateDir: string, names: readonly string[], asRoot = process.getuid?.() === 0): Promise<void> => {
  const data = join(stateDir, 'data')
  const modeOf = (name?: string): number => (asRoot && (name === undefined || name === 'postgres') ? passable : ownOnly)
  const folders = [[data, modeOf()] as const, ...names.map((name) => [join(data, name), modeOf(name)] as const)]
  for (const [folder, mode] of folders) {
    await mkdir(folder, { recursive: true, mode })
    await chmod(folder, mode)
  }
}
