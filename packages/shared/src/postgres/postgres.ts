import { DatabaseError, Pool, type PoolClient } from 'pg'
import { messageOf, UnavailableError } from '../errors.ts'

export interface Queryable {
  query<Row>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>
}

export interface Postgres extends Queryable {
  /** Commits when `work` resolves, rolls back when it rejects. */
  transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T>
  ping(): Promise<void>
  close(): Promise<void>
}

/** SQLSTATE classes that say the server, not the statement, is at fault: connection, resources, intervention, system. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const serverTrouble = new Set(['08', '53', '57', '58'])
/** Serialization failure and deadlock: the statement may succeed when run again. */
const runAgain = new Set(['40001', '40P01'])

const asUnavailable = (error: unknown): unknown => {
  if (error instanceof UnavailableError) return error
  if (!(error instanceof DatabaseError)) return new UnavailableError('postgres', messageOf(error) || 'connection refused', { cause: error })
  const code = error.code ?? ''
  return serverTrouble.has(code.slice(0, 2)) || runAgain.has(code)
    ? new UnavailableError('postgres', error.message, { cause: error })
    : error
}

export interface PostgresOptions {
  readonly max?: number
  readonly applicationName?: string
  /** Told of every statement: how long it took, the wait for a connection included, and whether the server was there to answer. */
  readonly observe?: (seconds: number, answered: boolean) => void
}

/**
 * A pool of connections. Trouble with the server or the way to it is thrown as UnavailableError, a faulty statement as
 * pg's DatabaseError. A statement is given up after ten seconds, a connection attempt after three.
 */
export const createPostgres = (url: string, options: PostgresOptions = {}): Postgres => {
  const pool = new Pool({
    connectionString: url,
    max: options.max ?? 5,
    application_name: options.applicationName ?? 'hansard',
    connectionTimeoutMillis: 3_000,
    query_timeout: 10_000,
    statement_timeout: 10_000,
  })
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined)

  const query = async <Row>(on: Pool | PoolClient, text: string, values: readonly unknown[] = []): Promise<readonly Row[]> => {
    const since = performance.now()
    let answered = true
    try {
      return (await on.query(text, [...values])).rows as Row[]
    } catch (error) {
      const known = asUnavailable(error)
      answered = !(known instanceof UnavailableError)
      throw known
    } finally {
      options.observe?.((performance.now() - since) / 1_000, answered)
    }
  }

  return {
    query: (text, values) => query(pool, text, values),
    async transaction(work) {
      const client = await pool.connect().catch((error: unknown) => {
        throw asUnavailable(error)
      })
      let broken = false
      // A server that ends the connection between two statements is heard of at the next one; without a listener it would end the process.
      const onError = () => (broken = true)
      client.on('error', onError)
      try {
        await query(client, 'BEGIN')
        const result = await work({ query: (text, values) => query(client, text, values) })
        await query(client, 'COMMIT')
        return result
      } catch (error) {
        await client.query('ROLLBACK').catch(() => (broken = true))
        throw error
      } finally {
        client.off('error', onError)
        client.release(broken)
      }
    },
    async ping() {
      await query(pool, 'SELECT 1')
    },
    close: () => pool.end(),
  }
}
