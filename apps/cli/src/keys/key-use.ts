import type { KeyRing } from '@hansard/shared/crypto/key-ring'
import { keyHolders, lastSealed, type KeyHolder } from '@hansard/shared/keys/processes'
import { countByKey, sealedColumns } from '@hansard/shared/keys/reseal'
import { countSealedRecords, sealedTopics, type SealedRecords } from '@hansard/shared/keys/sealed-records'
import { createRegistry } from '@hansard/shared/registry/registry'
import { readConfig } from '@hansard/shared/runtime/config'
import { stageConfig } from '@hansard/shared/stage/run-stage'
import { z } from 'zod'
import { needed, withKafka, withPostgres, type Environment } from '../connections.ts'

/** What a key still seals, and until when it is needed. */
export interface KeyUse {
  readonly keyId: string
  /** Whether it is in the ring of whoever asks. */
  readonly inRing: boolean
  /** Rows of PostgreSQL, by what they hold. */
  readonly rows: Readonly<Record<string, number>>
  readonly records: readonly SealedRecords[]
  /** When a process that seals last had it as its first key; null: not known. */
  readonly lastSealedAt: Date | null
  /** Running processes that seal with it. */
  readonly sealers: readonly string[]
}

export interface AllKeyUse {
  readonly processes: readonly KeyHolder[]
  readonly keys: readonly KeyUse[]
}

/** Reading the topics takes as long as there are records; Kafka's absence is noticed without it. */
const noTimeout = 2 ** 31 - 1

/** Reads all rows and records that the key ring has sealed. */
export const readKeyUse = (env: Environment, keyRing: KeyRing): Promise<AllKeyUse> =>
  withPostgres(env, async (postgres) => {
    const processes = await keyHolders(postgres)
    const sealedAt = await lastSealed(postgres)
    const rows = await Promise.all(sealedColumns.map(async (column) => ({ column, counts: await countByKey(postgres, column) })))
    const { RETRY_DELAYS: retryDelays } = readConfig(z.object({ RETRY_DELAYS: stageConfig.RETRY_DELAYS }), env)
    const codec = await createRegistry(needed(env, 'SCHEMA_REGISTRY_URL')).codec([])
    const records = await withKafka(env, noTimeout, (kafka) => countSealedRecords(kafka, codec, sealedTopics(retryDelays)))
    const ids = new Set([
      ...keyRing.keyIds,
      ...rows.flatMap(({ counts }) => [...counts.keys()]),
      ...records.map(({ keyId }) => keyId),
      ...sealedAt.keys(),
    ])
    const keys = [...ids].map((keyId) => ({
      keyId,
      inRing: keyRing.keyIds.includes(keyId),
      rows: Object.fromEntries(rows.map(({ column, counts }) => [column.name, counts.get(keyId) ?? 0])),
      records: records.filter((one) => one.keyId === keyId),
      lastSealedAt: sealedAt.get(keyId) ?? null,
      sealers: processes.filter(({ keyIds }) => keyIds[0] === keyId).map(({ process }) => process),
    }))
    return { processes, keys }
  })
