import { randomUUID } from 'node:crypto'
import { mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Java } from './java.ts'

/**
 * The flags that let Java take its classes from an archive beside the bundle instead of loading and checking them anew. A Java that
 * finds the archive unfit ignores it by itself.
 */
export const classArchiveFlags = async (bundle: string, java: Java): Promise<readonly string[]> => {
  const archive = archivePath(bundle, java)
  return (await sizeOf(archive)) > 0 ? [`-XX:SharedArchiveFile=${archive}`] : []
}

/** Whether the archive was made, or was tried to: where it failed an empty file keeps it from being tried at every start. */
export const hasClassArchive = async (bundle: string, java: Java): Promise<boolean> => (await sizeOf(archivePath(bundle, java))) >= 0

/** Makes the archive: `trial` starts the server once with the given flags, in a folder of its own, and stops it. */
export const makeClassArchive = async (
  bundle: string,
  java: Java,
  signal: AbortSignal,
  trial: (flags: readonly string[], folder: string) => Promise<void>,
): Promise<void> => {
  const archive = archivePath(bundle, java)
  const draft = `${archive}.${randomUUID()}.new`
  const folder = await mkdtemp(join(tmpdir(), 'hansard-trial-'))
  try {
    await trial([`-XX:ArchiveClassesAtExit=${draft}`], folder).catch(() => undefined)
    if (signal.aborted) return
    // It is a matter of speed alone: a Java that cannot do it starts its servers without.
    if ((await sizeOf(draft)) <= 0) await writeFile(draft, '')
    await rename(draft, archive)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const archivePath = (bundle: string, { fingerprint }: Java): string => join(bundle, `classes-${fingerprint}.jsa`)

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => -1,
  )
