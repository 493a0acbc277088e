import { join } from 'node:path'
import { bundlePath, ensureBundles, withCacheLock } from './artifacts/cache.ts'
import type { Preparation } from './artifacts/cache.ts'
import type { BundleName } from './artifacts/pinned.ts'
import { hasClassArchive, makeClassArchive } from './class-archive.ts'
import type { Component, ComponentName, Place } from './components/component.ts'
import { createKafkaBroker } from './components/kafka.ts'
import { bundledRedis, installedRedis } from './components/redis.ts'
import { createSchemaRegistry } from './components/registry.ts'
import { findJava } from './java.ts'
import type { Java } from './java.ts'
import { freePort } from './ports.ts'
import { openLedger } from './processes/ledger.ts'

/** What the components are started from. */
export interface Parts {
  readonly java: Java | undefined
  readonly kafka: string
  readonly registry: string
  readonly redisCommand: string
}

/** Finds or downloads what the wanted components need. Quick when it is all there. Throws SetupError. */
export const prepareParts = async (wanted: readonly ComponentName[], preparation: Preparation): Promise<Parts> => {
  const { env, signal, onProgress } = preparation
  const javaBundles = (['kafka', 'registry'] as const).filter((name) => wanted.includes(name))
  const java = javaBundles.length > 0 ? await findJava(env) : undefined
  const ownRedis = wanted.includes('redis') ? await installedRedis(env) : undefined
  const needed: readonly BundleName[] = [
    ...javaBundles,
    ...(wanted.includes('redis') && ownRedis === undefined ? (['redis'] as const) : []),
  ]
  await ensureBundles(needed, preparation)
  if (java !== undefined) {
    const slow = await withoutArchive(javaBundles, java, env)
    if (slow.length > 0) {
      onProgress('preparing Java class archives for quick starts, once')
      await withCacheLock(preparation, async () => {
        await Promise.all((await withoutArchive(javaBundles, java, env)).map((name) => makeArchive(name, java, preparation)))
      })
    }
  }
  signal.throwIfAborted()
  return {
    java,
    kafka: bundlePath(env, 'kafka'),
    registry: bundlePath(env, 'registry'),
    redisCommand: ownRedis ?? bundledRedis(bundlePath(env, 'redis')),
  }
}

type JavaBundle = 'kafka' | 'registry'

const withoutArchive = async (names: readonly JavaBundle[], java: Java, env: NodeJS.ProcessEnv): Promise<readonly JavaBundle[]> => {
  const there = await Promise.all(names.map((name) => hasClassArchive(bundlePath(env, name), java)))
  return names.filter((_, index) => there[index] !== true)
}

const makeArchive = (name: JavaBundle, java: Java, { env, signal }: Preparation): Promise<void> => {
  const bundle = bundlePath(env, name)
  return makeClassArchive(bundle, java, signal, async (flags, folder) => {
    const ledger = openLedger(join(folder, 'processes.json'))
    const place: Place = { data: folder, log: join(folder, 'log.txt'), env, ledger, onLost: () => undefined }
    const component: Component =
      name === 'kafka'
        ? createKafkaBroker({ java, bundle, port: await freePort([]), controllerPort: await freePort([]), flags }, place)
        : createSchemaRegistry({ java, bundle, port: await freePort([]), flags }, place)
    const end = (): void => component.kill()
    signal.addEventListener('abort', end)
    if (!signal.aborted) await component.start()
    await component.stop()
    signal.removeEventListener('abort', end)
  })
}
