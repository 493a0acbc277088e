import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { lock } from 'proper-lockfile'
import { fetchFromCentral } from './central.ts'
import { fetchWithMaven } from './maven.ts'
import type { BundleName } from './pinned.ts'
import { bundleFolder, bundles, fileName } from './pinned.ts'
import { unpack } from './unpack.ts'
import { verifyFile } from './verify.ts'
import { exists } from '../files.ts'

export type Bundles = Readonly<Record<BundleName, string>>

export interface Preparation {
  readonly env: NodeJS.ProcessEnv
  /** Takes the output of Maven. */
  readonly log: string
  /** Aborted: nothing is wanted any more. */
  readonly signal: AbortSignal
  onProgress(text: string): void
}

export const cacheFolder = (env: NodeJS.ProcessEnv): string => join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'hansard')

/** Where the bundle is, or will be. */
export const bundlePath = (env: NodeJS.ProcessEnv, name: BundleName): string => join(cacheFolder(env), bundleFolder(name))

/**
 * Brings the bundles into the cache, those that are not there yet: downloaded, compared with what was pinned, unpacked, and only then
 * put in their place in one step. A folder that is there is therefore whole. Safe against two at once. Throws SetupError.
 */
export const ensureBundles = async (names: readonly BundleName[], preparation: Preparation): Promise<void> => {
  if ((await missingOf(names, preparation.env)).length === 0) return
  await withCacheLock(preparation, async () => {
    // Another start may have brought them while this one waited.
    const missing = await missingOf(names, preparation.env)
    if (missing.length > 0) await bring(missing, preparation)
  })
}

/** Runs `work` while no other start on this machine changes the cache. */
export const withCacheLock = async <T>({ env, onProgress }: Preparation, work: () => Promise<T>): Promise<T> => {
  const folder = cacheFolder(env)
  await mkdir(folder, { recursive: true })
  const options = { stale: 20_000, onCompromised: () => undefined }
  const unlock = await lock(folder, options).catch(() => {
    onProgress('waiting for another start that downloads at this moment')
    return lock(folder, { ...options, retries: { retries: 1_200, minTimeout: 500, maxTimeout: 500 } })
  })
  try {
    return await work()
  } finally {
    await unlock().catch(() => undefined)
  }
}

const missingOf = async (names: readonly BundleName[], env: NodeJS.ProcessEnv): Promise<readonly BundleName[]> => {
  const there = await Promise.all(names.map((name) => exists(bundlePath(env, name))))
  return names.filter((_, index) => there[index] !== true)
}

const stagingPrefix = '.staging-'

const bring = async (names: readonly BundleName[], { env, log, signal, onProgress }: Preparation): Promise<void> => {
  const cache = cacheFolder(env)
  // What a start left that was killed half-way.
  for (const entry of await readdir(cache)) if (entry.startsWith(stagingPrefix)) await rm(join(cache, entry), { recursive: true })
  const staging = join(cache, `${stagingPrefix}${randomUUID()}`)
  const files = names.flatMap((name) => bundles[name].files)
  const megabytes = Math.round(files.reduce((sum, { size }) => sum + size, 0) / 1e6)
  let arrived = 0
  let source = 'Maven'
  const show = (): void => onProgress(`${arrived} of ${files.length} files (${megabytes} MB) from ${source}`)
  const onFile = (): void => {
    arrived += 1
    show()
  }
  await mkdir(staging)
  try {
    show()
    if (!(await fetchWithMaven({ files, into: staging, env, signal, log, onFile }))) {
      source = 'Maven Central itself, because mvn is not installed'
      show()
      await fetchFromCentral({ files, into: staging, env, signal, log, onFile })
    }
    for (const name of names) {
      onProgress(`checking and unpacking ${name} ${bundles[name].version}`)
      await install(name, staging, bundlePath(env, name))
    }
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

const install = async (name: BundleName, staging: string, target: string): Promise<void> => {
  const draft = join(staging, name)
  await mkdir(draft)
  for (const file of bundles[name].files) {
    await verifyFile(staging, file)
    await rename(join(staging, fileName(file)), join(draft, fileName(file)))
  }
  await unpack(name, draft)
  await rename(draft, target)
}
