import type { KeyRing } from '../crypto/key-ring.ts'
import { uuidV7 } from '../ids.ts'
import type { Postgres, Queryable } from '../postgres/postgres.ts'
import { AdministrationError } from './administration-error.ts'
import { openedSecrets } from './sealed.ts'
import { secretText } from './secret-text.ts'

/** A webhook secret as a person may see it: never its value. */
export interface SecretListing {
  readonly id: string
  readonly integrationId: string
  readonly workspace: string
  readonly platform: string
  readonly integration: string
  /** Null: since ever, because the platform may have signed with it for longer than it is known here. */
  readonly activeFrom: Date | null
  /** Null: until it is retired. */
  readonly activeUntil: Date | null
  readonly createdAt: Date
  /** When the last delivery was received that it had signed; null: none so far. */
  readonly lastUsedAt: Date | null
  readonly retiredBy: string | null
  readonly retiredReason: string | null
}

/** All webhook secrets, those of one integration together, oldest first. */
export const listSecrets = (postgres: Queryable): Promise<readonly SecretListing[]> =>
  postgres.query(`
    SELECT s.id, i.id AS "integrationId", w.name AS workspace, i.platform, i.name AS integration,
      CASE WHEN s.active_from > to_timestamp(0) THEN s.active_from END AS "activeFrom", s.active_until AS "activeUntil",
      s.created_at AS "createdAt", use.last_used_at AS "lastUsedAt", s.retired_by AS "retiredBy", s.retired_reason AS "retiredReason"
    FROM core.integration_secrets s
    JOIN core.integrations i ON i.id = s.integration_id
    JOIN core.workspaces w ON w.id = i.workspace_id
    LEFT JOIN core.secret_use use ON use.secret_id = s.id
    ORDER BY w.name, i.platform, i.name, i.id, s.created_at, s.id`)

/** Where a moment lies in the time in which a secret is valid. */
export const secretState = (
  { activeFrom, activeUntil }: Pick<SecretListing, 'activeFrom' | 'activeUntil'>,
  at: Date,
): 'pending' | 'active' | 'ended' => {
  if (activeUntil !== null && activeUntil <= at) return 'ended'
  return activeFrom !== null && activeFrom > at ? 'pending' : 'active'
}

export interface NewSecret {
  readonly integrationId: string
  readonly value: string
  /** Null: since ever. */
  readonly activeFrom: Date | null
  /** Null: until it is retired. */
  readonly activeUntil: Date | null
}

/** Adds a webhook secret beside those there are; returns its id. Throws AdministrationError where the integration has it already. */
export const addSecret = async (postgres: Postgres, keyRing: KeyRing, secret: NewSecret): Promise<string> => {
  const { integrationId, activeFrom, activeUntil } = secret
  const value = secretText(secret.value)
  if (value === '') throw new AdministrationError('A webhook secret cannot be empty.')
  if (activeUntil !== null && activeUntil <= (activeFrom ?? new Date(0)))
    throw new AdministrationError('The secret would end before it begins.')
  return postgres.transaction(async (transaction) => {
    await transaction.query('SELECT 1 FROM core.integrations WHERE id = $1 FOR UPDATE', [integrationId])
    const same = (await openedSecrets(transaction, keyRing, integrationId)).find((stored) => stored.value === value)
    if (same !== undefined) throw new AdministrationError(`The integration has this very secret already: ${same.id}.`)
    const id = uuidV7()
    await transaction.query(
      `INSERT INTO core.integration_secrets (id, integration_id, secret_enc, active_from, active_until)
       VALUES ($1, $2, $3, coalesce($4, to_timestamp(0)), $5)`,
      [id, integrationId, keyRing.seal(value, id), activeFrom, activeUntil],
    )
    return id
  })
}

/**
 * Ends a secret `delaySeconds` from now, and resolves with when that is; undefined where it has ended already. What was received before
 * stays valid. Processes judge by pictures of the directory: with a delay, all of them know the end before it comes.
 */
export const retireSecret = async (
  postgres: Queryable,
  {
    id,
    delaySeconds,
    by,
    reason,
  }: { readonly id: string; readonly delaySeconds: number; readonly by: string; readonly reason: string | null },
): Promise<Date | undefined> => {
  const [row] = await postgres.query<{ readonly until: Date }>(
    `UPDATE core.integration_secrets
     SET active_until = least(active_until, now() + make_interval(secs => $2)), retired_by = $3, retired_reason = $4
     WHERE id = $1 AND (active_until IS NULL OR active_until > now()) RETURNING active_until AS until`,
    [id, delaySeconds, by, reason],
  )
  return row?.until
}
