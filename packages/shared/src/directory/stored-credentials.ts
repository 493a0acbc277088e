import type { KeyRing } from '../crypto/key-ring.ts'
import { messageOf, PermanentError } from '../errors.ts'
import type { Queryable } from '../postgres/postgres.ts'

/** Credentials as they were read. */
export interface ReadCredentials {
  readonly envelope: string | null
  readonly text: string | undefined
  readonly value: unknown
}

/** An integration's row. */
export interface StoredCredentials {
  readonly id: string
  readonly status: string
  readonly envelope: string | null
}

/** In no order; those that are gone are missing. */
export const storedCredentials = (postgres: Queryable, integrationIds: readonly string[]): Promise<readonly StoredCredentials[]> =>
  postgres.query('SELECT id, status, credentials_enc AS envelope FROM core.integrations WHERE id = ANY ($1::uuid[])', [integrationIds])

/** Throws PermanentError when the integration is gone or disabled, or its envelope cannot be opened. */
export const readCredentials = async (postgres: Queryable, keyRing: KeyRing, integrationId: string): Promise<ReadCredentials> => {
  const [row] = await storedCredentials(postgres, [integrationId])
  return openCredentials(row, keyRing, integrationId)
}

/** As `readCredentials`. */
export const openCredentials = (row: StoredCredentials | undefined, keyRing: KeyRing, integrationId: string): ReadCredentials => {
  if (row?.status !== 'connected') throw new PermanentError(`integration ${integrationId} is ${row?.status ?? 'gone'}`)
  if (row.envelope === null) return { envelope: null, text: undefined, value: undefined }
  try {
    const text = keyRing.open(row.envelope, integrationId)
    return { envelope: row.envelope, text, value: JSON.parse(text) }
  } catch (error) {
    const why = error instanceof SyntaxError ? 'what is sealed is not JSON' : messageOf(error)
    throw new PermanentError(`the credentials of integration ${integrationId} cannot be opened: ${why}`, { cause: error })
  }
}

/** Others may seal the same with another key meanwhile, but not again and again. */
const mostTries = 3

/** Stores what the credentials that were read were renewed to, unless a person has given other ones since. */
export const replaceRead = async (
  postgres: Queryable,
  keyRing: KeyRing,
  integrationId: string,
  { read, renewed }: { readonly read: ReadCredentials; readonly renewed: unknown },
): Promise<void> => {
  const envelope = keyRing.seal(JSON.stringify(renewed), integrationId)
  let current = read
  for (let tries = 0; tries < mostTries && current.text === read.text; tries++) {
    const replaced = await postgres.query(
      `UPDATE core.integrations SET credentials_enc = $3, updated_at = now()
       WHERE id = $1 AND credentials_enc IS NOT DISTINCT FROM $2 RETURNING id`,
      [integrationId, current.envelope, envelope],
    )
    if (replaced.length > 0) return
    current = await readCredentials(postgres, keyRing, integrationId)
  }
}
