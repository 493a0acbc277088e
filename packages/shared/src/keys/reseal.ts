import type { KeyRing } from '../crypto/key-ring.ts'
import { messageOf } from '../errors.ts'
import type { Queryable } from '../postgres/postgres.ts'

/** A column of envelopes, each bound to its row's id. */
export interface SealedColumn {
  readonly name: string
  readonly table: string
  readonly column: string
}

/** Every column that holds what the key ring sealed. */
export const sealedColumns: readonly SealedColumn[] = [
  { name: 'webhook secrets', table: 'core.integration_secrets', column: 'secret_enc' },
  { name: 'API credentials', table: 'core.integrations', column: 'credentials_enc' },
]

/** How many rows each key has sealed. */
export const countByKey = async (postgres: Queryable, { table, column }: SealedColumn): Promise<ReadonlyMap<string, number>> => {
  const rows = await postgres.query<{ readonly key: string; readonly count: number }>(
    `SELECT split_part(${column}, '.', 2) AS key, count(*)::integer AS count FROM ${table} WHERE ${column} IS NOT NULL GROUP BY 1 ORDER BY 1`,
  )
  return new Map(rows.map(({ key, count }) => [key, count]))
}

export interface Resealed {
  readonly sealed: number
  /** Rows that stay as they are: no key of the ring opens them. */
  readonly unreadable: readonly { readonly id: string; readonly problem: string }[]
}

interface Row {
  readonly id: string
  readonly envelope: string
}

const atOnce = 200

/**
 * Seals what other keys have sealed with the current one, some rows at a time; done again it goes on where it ended. A row that somebody
 * changes meanwhile keeps that change, and is seen to again. `onProgress` hears how many rows are done.
 */
export const resealColumn = async (
  postgres: Queryable,
  keyRing: KeyRing,
  column: SealedColumn,
  onProgress: (done: number) => void,
): Promise<Resealed> => {
  const unreadable = new Map<string, string>()
  let sealed = 0
  for (;;) {
    const rows = await otherRows(postgres, keyRing, column, [...unreadable.keys()])
    if (rows.length === 0) break
    const opened = rows.flatMap(({ id, envelope }) => {
      try {
        return [{ id, envelope, renewed: keyRing.seal(keyRing.open(envelope, id), id) }]
      } catch (error) {
        unreadable.set(id, messageOf(error))
        return []
      }
    })
    sealed += await replaceRows(postgres, column, opened)
    onProgress(sealed)
  }
  return { sealed, unreadable: [...unreadable].map(([id, problem]) => ({ id, problem })) }
}

const otherRows = (postgres: Queryable, { currentKeyId }: KeyRing, { table, column }: SealedColumn, passedOver: readonly string[]) =>
  postgres.query<Row>(
    `SELECT id, ${column} AS envelope FROM ${table}
     WHERE ${column} IS NOT NULL AND split_part(${column}, '.', 2) <> $1 AND id <> ALL ($2::uuid[]) ORDER BY id LIMIT ${atOnce}`,
    [currentKeyId, passedOver],
  )

/** One statement, so that the directory is loaded anew once for all of them. */
const replaceRows = async (
  postgres: Queryable,
  { table, column }: SealedColumn,
  rows: readonly (Row & { readonly renewed: string })[],
): Promise<number> => {
  if (rows.length === 0) return 0
  const replaced = await postgres.query(
    `UPDATE ${table} AS stored SET ${column} = new.renewed
     FROM unnest($1::uuid[], $2::text[], $3::text[]) AS new (id, envelope, renewed)
     WHERE stored.id = new.id AND stored.${column} = new.envelope RETURNING stored.id`,
    [rows.map(({ id }) => id), rows.map(({ envelope }) => envelope), rows.map(({ renewed }) => renewed)],
  )
  return replaced.length
}
