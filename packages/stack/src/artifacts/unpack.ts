import { createWriteStream } from 'node:fs'
import { chmod, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { extract } from 'tar'
import { openPromise } from 'yauzl'
import { SetupError } from '../setup-error.ts'
import type { BundleName } from './pinned.ts'
import { bundles, fileName } from './pinned.ts'

/** Makes of the downloaded files in `folder` what is started later: the archives are opened and taken away. */
export const unpack = async (name: BundleName, folder: string): Promise<void> => {
  const archives = bundles[name].files.map((file) => join(folder, fileName(file)))
  switch (name) {
    case 'kafka':
    case 'kafkaTools':
      return
    case 'registry':
      for (const archive of archives) await extract({ file: archive, cwd: folder, preserveOwner: false })
      break
    case 'redis':
      for (const archive of archives) await takeRedis(archive, folder)
      break
  }
  for (const archive of archives) await rm(archive)
}

/** The server for this system, by the name it has in the archive. */
const redisEntries: Readonly<Record<string, string>> = {
  'linux-x64': 'redis-server-6.2.6-v5-linux-amd64',
  'linux-arm64': 'redis-server-6.2.7-linux-arm64',
  'linux-ia32': 'redis-server-6.2.7-linux-386',
  'darwin-x64': 'redis-server-6.2.6-v5-darwin-amd64',
  'darwin-arm64': 'redis-server-6.2.6-v5-darwin-arm64',
}

const takeRedis = async (archive: string, folder: string): Promise<void> => {
  const wanted = redisEntries[`${process.platform}-${process.arch}`]
  if (wanted === undefined)
    throw new SetupError(`There is no Redis to download for ${process.platform} on ${process.arch}: install redis-server.`)
  const target = join(folder, 'redis-server')
  const zip = await openPromise(archive)
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== wanted) continue
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(`${target}.part`))
      await chmod(`${target}.part`, 0o755)
      await rename(`${target}.part`, target)
      return
    }
  } finally {
    zip.close()
  }
  throw new SetupError(`The downloaded Redis holds no ${wanted}: install redis-server.`)
}
