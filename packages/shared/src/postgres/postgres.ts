import type { Socket } from 'node:net'
import { DatabaseError, Pool, type PoolClient } from 'pg'
import { messageOf, UnavailableError } from '../errors.ts'

export interface Queryable {
  query<Row>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>
}

export interface Transaction extends Queryable {
  /**
   * Sends a statement whose answer nothing waits for. What is sent or queried later comes after it; when it fails, the transaction does,
   * with its error.
   */
  send(text: string, values?: readonly unknown[]): void
}

export interface Postgres extends Queryable {
  /** Commits when `work` resolves and no statement has failed, rolls back otherwise. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
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
  /** Statements are parsed and planned once for each connection: for a process that asks the same again and again. */
  readonly prepared?: boolean
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
    // Statements go out without waiting for the answers to those before: one round trip for as many as are known.
    pipeline: true,
    application_name: options.applicationName ?? 'hansard',
    connectionTimeoutMillis: 3_000,
    // What is asked every minute keeps its connection: deriving the key for a new one takes both sides milliseconds.
    idleTimeoutMillis: 90_000,
    query_timeout: 10_000,
    statement_timeout: 10_000,
  })
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined)

  const query = async <Row>(on: Pool | PoolClient, text: string, values: readonly unknown[] = []): Promise<readonly Row[]> => {
    const since = performance.now()
    let answered = true
    try {
      const statement = options.prepared === true ? { name: nameOf(text), text, values: [...values] } : { text, values: [...values] }
      return (await on.query(statement)).rows as Row[]
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
      const failures: unknown[] = []
      const ask = async <Row>(text: string, values?: readonly unknown[]): Promise<readonly Row[]> => {
        corkUntilNextTick(client)
        try {
          return await query<Row>(client, text, values)
        } catch (error) {
          failures.push(error)
          throw error
        }
      }
      const send = (text: string, values?: readonly unknown[]): void => void ask(text, values).catch(() => undefined)
      try {
        send('BEGIN')
        const result = await work({ query: ask, send })
        // Answered after everything before it. PostgreSQL answers it without an error although it rolls back what has failed.
        await ask('COMMIT')
        if (failures.length > 0) throw failures[0]
        return result
      } catch (error) {
        await client.query('ROLLBACK').catch(() => (broken = true))
        // What came after a statement that failed has failed because of it.
        throw failures.length > 0 ? failures[0] : error
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

/** Prepared statements have names, which PostgreSQL cuts off after 63 bytes. */
const names = new Map<string, string>()
const nameOf = (text: string): string => {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = `hansard_${names.size + 1}`
  names.set(text, name)
  return name
}

/** What is sent within one turn of the event loop goes out in one piece: a system call costs as much as many a statement. */
const corkUntilNextTick = (client: PoolClient): void => {
  // pg's types leave it out.
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Socket } }).connection
  if (stream.writableCorked > 0) return
  stream.cork()
  process.nextTick(() => stream.uncork())
}
