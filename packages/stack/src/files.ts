import { randomUUID } from 'node:crypto'
import { rename, stat, writeFile } from 'node:fs/promises'

/** Writes the whole file or nothing: a reader, or the next start after a crash, never sees half of it. */
export const writeAtomically = async (path: string, text: string, mode = 0o644): Promise<void> => {
  const draft = `${path}.${randomUUID()}.new`
  await writeFile(draft, text, { mode })
  await rename(draft, path)
}

/** Whether there is something at `path`. */
export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
