import { createBatcher } from '../batcher.ts'
import { mayBeOneItems } from '../errors.ts'
import type { KeyRing } from '../crypto/key-ring.ts'
import type { Queryable } from '../postgres/postgres.ts'
import { withLease } from './renewal-lease.ts'
import { openCredentials, readCredentials, replaceRead, storedCredentials, type StoredCredentials } from './stored-credentials.ts'

/** Makes of the credentials as they are stored now those that take their place; the very same object: there is nothing to store. */
export type Renewal = (stored: unknown) => Promise<unknown>

/** The API credentials of integrations, sealed at rest and opened at use. */
export interface Credentials {
  /** Undefined where the integration has none. Throws PermanentError when it is gone or disabled, or its envelope cannot be opened. */
  get(integrationId: string): Promise<unknown>
  /**
   * Replaces what a platform renews at use, one process at a time: nobody else renews before what `renewal` resolves with is stored.
   * Where a person gave other credentials meanwhile, those stay. Resolves with what `renewal` did; rejects as it does, and with
   * TransientError when others are at it for too long.
   */
  renew(integrationId: string, renewal: Renewal, signal: AbortSignal): Promise<unknown>
}

export const createCredentials = (postgres: Queryable, keyRing: KeyRing): Credentials => {
  // Read anew for every record, so that what a person changes counts at once; together for those in hand at the same time.
  const reading = createBatcher<string, StoredCredentials | undefined>({
    maxItems: 500,
    maxDelayMs: 2,
    divides: mayBeOneItems,
    async flush(integrationIds) {
      const rows = new Map((await storedCredentials(postgres, [...new Set(integrationIds)])).map((row) => [row.id, row]))
      return integrationIds.map((id) => rows.get(id))
    },
  })
  return {
    async get(integrationId) {
      return openCredentials(await reading.add(integrationId), keyRing, integrationId).value
    },
    renew: (integrationId, renewal, signal) =>
      withLease(postgres, integrationId, signal, async () => {
        const read = await readCredentials(postgres, keyRing, integrationId)
        const renewed = await renewal(read.value)
        if (renewed !== read.value) await replaceRead(postgres, keyRing, integrationId, { read, renewed })
        return renewed
      }),
  }
}
