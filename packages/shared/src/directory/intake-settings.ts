import { isIP } from 'node:net'
import type { Queryable } from '../postgres/postgres.ts'
import { AdministrationError } from './administration-error.ts'
import { standardIntake, type Intake } from './intake.ts'

/** What is to change; null: back to the standard; absent: as it is. */
export interface IntakeChange {
  readonly perMinute?: number | null
  readonly perHour?: number | null
  readonly overLimit?: Intake['overLimit']
  readonly allowedSources?: readonly string[]
}

const columns = 'per_minute AS "perMinute", per_hour AS "perHour", over_limit AS "overLimit", allowed_sources AS "allowedSources"'

type IntakeRow = Omit<Intake, 'perMinute' | 'perHour'> & { readonly perMinute: number | null; readonly perHour: number | null }

/**
 * Changes how much is taken from an integration and from where, and tells how it is then. Undefined: there is no such integration.
 * Throws AdministrationError for a source that is neither an address nor a CIDR block.
 */
export const changeIntake = async (postgres: Queryable, id: string, change: IntakeChange): Promise<Intake | undefined> => {
  for (const source of change.allowedSources ?? []) requireSource(source)
  const { perMinute, perHour, overLimit, allowedSources } = change
  const [row] = await postgres.query<IntakeRow>(
    `UPDATE core.integrations SET
       per_minute = CASE WHEN $2 THEN $3::integer ELSE per_minute END, per_hour = CASE WHEN $4 THEN $5::integer ELSE per_hour END,
       over_limit = coalesce($6, over_limit), allowed_sources = coalesce($7::text[], allowed_sources), updated_at = now()
     WHERE id = $1 RETURNING ${columns}`,
    [id, perMinute !== undefined, perMinute ?? null, perHour !== undefined, perHour ?? null, overLimit ?? null, allowedSources ?? null],
  )
  return row && { ...row, perMinute: row.perMinute ?? standardIntake.perMinute, perHour: row.perHour ?? standardIntake.perHour }
}

const requireSource = (source: string): void => {
  const [address = '', prefix, ...rest] = source.split('/')
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1
  const fits = bits >= 0 && rest.length === 0 && (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits))
  if (!fits) throw new AdministrationError(`"${source}" is neither an address nor a CIDR block such as 192.0.2.0/24 or 2001:db8::/32.`)
}
