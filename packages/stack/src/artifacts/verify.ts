import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { SetupError } from '../setup-error.ts'
import { fileName } from './pinned.ts'
import type { PinnedFile } from './pinned.ts'

/** Throws SetupError unless the file in `folder` is exactly the one that was pinned. */
export const verifyFile = async (folder: string, file: PinnedFile): Promise<void> => {
  const path = join(folder, fileName(file))
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) throw new SetupError(`${fileName(file)} was not downloaded.`)
  const digest = createHash('sha512')
  await pipeline(createReadStream(path), digest)
  if (found.size === file.size && digest.digest('hex') === file.sha512) return
  throw new SetupError(
    `${fileName(file)} is not the file that was expected (${found.size} bytes instead of ${file.size}, or other contents): ` +
      `something between here and the Maven repository changed it. Nothing was installed.`,
  )
}
