import type { Postgres } from '../../postgres/postgres.ts'

/** What was done in a transaction that is then rolled back. */
class Undo extends Error {
  readonly result: unknown

  constructor(result: unknown) {
    super('rolled back on purpose')
    this.result = result
  }
}

/** A PostgreSQL in which everything works and nothing stays: each transaction, and each query outside one, is rolled back. */
export const undone = (postgres: Postgres): Postgres => {
  const transaction: Postgres['transaction'] = async (work) => {
    try {
      return await postgres.transaction(async (inside): Promise<never> => {
        throw new Undo(await work(inside))
      })
    } catch (error) {
      if (error instanceof Undo) return error.result as Awaited<ReturnType<typeof work>>
      throw error
    }
  }
  return {
    transaction,
    query: (text, values) => transaction((inside) => inside.query(text, values)),
    ping: () => postgres.ping(),
    close: () => postgres.close(),
  }
}
