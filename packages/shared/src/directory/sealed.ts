import { createHash } from 'node:crypto'
import type { KeyRing } from '../crypto/key-ring.ts'
import { uuidV7 } from '../ids.ts'
import type { Queryable } from '../postgres/postgres.ts'

/** Makes `wanted` the webhook secrets from now on. Others stay valid for deliveries received before. */
export const replaceSecrets = async (
  transaction: Queryable,
  keyRing: KeyRing,
  integrationId: string,
  wanted: readonly string[],
): Promise<void> => {
  const stored = await openedSecrets(transaction, keyRing, integrationId)
  const ended = stored.filter(({ value }) => value === undefined || !wanted.includes(value)).map(({ id }) => id)
  if (ended.length > 0) await transaction.query('UPDATE core.integration_secrets SET active_until = now() WHERE id = ANY ($1)', [ended])
  for (const secret of new Set(wanted)) {
    if (stored.some(({ value }) => value === secret)) continue
    const id = uuidV7()
    // Valid since ever: the platform has signed with it for longer than we have known it.
    await transaction.query(
      'INSERT INTO core.integration_secrets (id, integration_id, secret_enc, active_from) VALUES ($1, $2, $3, to_timestamp(0))',
      [id, integrationId, keyRing.seal(secret, id)],
    )
  }
}

/** The integration's webhook secrets that have not ended; their value is undefined where no key opens it. */
export const openedSecrets = async (
  postgres: Queryable,
  keyRing: KeyRing,
  integrationId: string,
): Promise<readonly { readonly id: string; readonly value: string | undefined }[]> => {
  const rows = await postgres.query<{ readonly id: string; readonly sealed: string }>(
    `SELECT id, secret_enc AS sealed FROM core.integration_secrets WHERE integration_id = $1 AND (active_until IS NULL OR active_until > now())`,
    [integrationId],
  )
  return rows.map(({ id, sealed }) => ({ id, value: opened(keyRing, sealed, id) }))
}

/** What is stored of an integration's credentials. */
export interface StoredCredentials {
  readonly id: string
  readonly sealed: string | null
  /** Hash of the credentials as they were given last. */
  readonly given: Buffer | null
}

/** Stores `wanted` unless it was given last, or is what is stored: what was given may have been renewed at the platform since, and is void then. */
export const replaceCredentials = async (
  transaction: Queryable,
  keyRing: KeyRing,
  { id, sealed, given }: StoredCredentials,
  wanted: unknown,
): Promise<void> => {
  const text = JSON.stringify(wanted)
  const hash = createHash('sha256').update(`${id} ${text}`).digest()
  const stored = sealed === null ? undefined : opened(keyRing, sealed, id)
  if (stored !== undefined && (stored === text || given?.equals(hash) === true)) return
  await transaction.query('UPDATE core.integrations SET credentials_enc = $2, credentials_given = $3 WHERE id = $1', [
    id,
    keyRing.seal(text, id),
    hash,
  ])
}

/** Undefined for what the key ring cannot open: that is replaced. */
const opened = (keyRing: KeyRing, sealed: string, boundTo: string): string | undefined => {
  try {
    return keyRing.open(sealed, boundTo)
  } catch {
    return undefined
  }
}
