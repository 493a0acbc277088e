import type { KeyRing } from '../crypto/key-ring.ts'
import { messageOf, PermanentError } from '../errors.ts'
import type { Queryable } from '../postgres/postgres.ts'

/** The API credentials of integrations, sealed at rest and opened at use. */
export interface Credentials {
  /** Undefined where the integration has none. Throws PermanentError when it is gone or disabled, or its envelope cannot be opened. */
  get(integrationId: string): Promise<unknown>
  /** Replaces what a platform rotated. */
  save(integrationId: string, credentials: unknown): Promise<void>
}

export const createCredentials = (postgres: Queryable, keyRing: KeyRing): Credentials => ({
  async get(integrationId) {
    const [row] = await postgres.query<{ status: string; credentials_enc: string | null }>(
      'SELECT status, credentials_enc FROM core.integrations WHERE id = $1',
      [integrationId],
    )
    if (row?.status !== 'connected') throw new PermanentError(`integration ${integrationId} is ${row?.status ?? 'gone'}`)
    if (row.credentials_enc === null) return undefined
    try {
      return JSON.parse(keyRing.open(row.credentials_enc, integrationId))
    } catch (error) {
      throw new PermanentError(`the credentials of integration ${integrationId} cannot be opened: ${messageOf(error)}`, { cause: error })
    }
  },
  async save(integrationId, credentials) {
    await postgres.query('UPDATE core.integrations SET credentials_enc = $2, updated_at = now() WHERE id = $1', [
      integrationId,
      keyRing.seal(JSON.stringify(credentials), integrationId),
    ])
  },
})
