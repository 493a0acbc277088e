import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { UnavailableError } from '../errors.ts'
import { createPostgres, type Postgres } from './postgres.ts'

const url = process.env['DATABASE_URL'] ?? ''
const table = `things_${randomUUID().replaceAll('-', '')}`

describe.each([{ prepared: false }, { prepared: true }])('a transaction, %o', (options) => {
  let postgres: Postgres
  beforeAll(() => {
    postgres = createPostgres(url, { ...options, max: 2 })
  })
  afterAll(() => postgres.close())
  beforeEach(async () => {
    await postgres.query(`DROP TABLE IF EXISTS ${table}`)
    await postgres.query(`CREATE TABLE ${table} (id integer PRIMARY KEY, name text NOT NULL)`)
  })
  afterAll(() => postgres.query(`DROP TABLE IF EXISTS ${table}`))

  const insert = `INSERT INTO ${table} (id, name) VALUES ($1, $2)`
  const names = async () =>
    (await postgres.query<{ readonly name: string }>(`SELECT name FROM ${table} ORDER BY id`)).map(({ name }) => name)

  test('keeps what was sent, and shows it to what is asked afterwards', async () => {
    const seen = await postgres.transaction(async (transaction) => {
      transaction.send(insert, [1, 'one'])
      transaction.send(insert, [2, 'two'])
      return transaction.query<{ readonly count: number }>(`SELECT count(*)::integer AS count FROM ${table}`)
    })
    expect(seen).toEqual([{ count: 2 }])
    expect(await names()).toEqual(['one', 'two'])
  })

  test('keeps nothing when a statement that nobody waited for fails, and fails with its error', async () => {
    const failing = postgres.transaction(async (transaction) => {
      transaction.send(insert, [1, 'one'])
      transaction.send(insert, [1, 'one again'])
      transaction.send(insert, [3, 'three'])
      return 'done'
    })
    await expect(failing).rejects.toThrow(/duplicate key/)
    expect(await names()).toEqual([])
  })

  test('fails with the first error, not with that of what is asked afterwards', async () => {
    const failing = postgres.transaction(async (transaction) => {
      transaction.send(insert, [1, null])
      return transaction.query(`SELECT 1 FROM ${table}`)
    })
    await expect(failing).rejects.toThrow(/null value in column "name"/)
  })

  test('fails also when the failure of a statement was caught: PostgreSQL keeps nothing then', async () => {
    const failing = postgres.transaction(async (transaction) => {
      transaction.send(insert, [1, 'one'])
      await transaction.query('SELECT 1/0').catch(() => undefined)
    })
    await expect(failing).rejects.toThrow(/division by zero/)
    expect(await names()).toEqual([])
  })

  test('keeps nothing when the work fails, and its connection serves the next', async () => {
    for (let time = 0; time < 3; time++) {
      const failing = postgres.transaction(async (transaction) => {
        transaction.send(insert, [1, 'one'])
        throw new Error('half way')
      })
      await expect(failing).rejects.toThrow('half way')
    }
    expect(await names()).toEqual([])
  })

  test('is unavailable when the server ends the connection in the middle of it', async () => {
    const failing = postgres.transaction(async (transaction) => {
      transaction.send(insert, [1, 'one'])
      const [own] = await transaction.query<{ readonly pid: number }>('SELECT pg_backend_pid() AS pid')
      await postgres.query('SELECT pg_terminate_backend($1)', [own?.pid])
      transaction.send(insert, [2, 'two'])
      return 'done'
    })
    await expect(failing).rejects.toThrow(UnavailableError)
    expect(await names()).toEqual([])
  })
})
