import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { TransientError } from '../errors.ts'
import type { Queryable } from '../postgres/postgres.ts'

/** Longer than any answer of a platform is waited for; after it another process may try. */
const leaseSeconds = 30
const pollMs = 100
const patienceMs = 45_000

/** Does the work while nobody else does the same for this integration. Throws TransientError when others are at it for too long. */
export const withLease = async <T>(postgres: Queryable, integrationId: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
  const holder = randomUUID()
  const givesUpAt = performance.now() + patienceMs
  while (!(await acquired(postgres, integrationId, holder))) {
    if (performance.now() > givesUpAt)
      throw new TransientError(`the credentials of integration ${integrationId} are being renewed by another process`)
    await delay(pollMs, undefined, { signal })
  }
  try {
    return await work()
  } finally {
    // Not released, it ends by itself.
    await postgres
      .query('DELETE FROM core.credential_renewals WHERE integration_id = $1 AND holder = $2', [integrationId, holder])
      .catch(() => undefined)
  }
}

const acquired = async (postgres: Queryable, integrationId: string, holder: string): Promise<boolean> => {
  const rows = await postgres.query(
    `INSERT INTO core.credential_renewals AS lease (integration_id, holder, until)
     VALUES ($1, $2, now() + make_interval(secs => $3))
     ON CONFLICT (integration_id) DO UPDATE SET holder = excluded.holder, until = excluded.until WHERE lease.until < now()
     RETURNING holder`,
    [integrationId, holder, leaseSeconds],
  )
  return rows.length > 0
}
