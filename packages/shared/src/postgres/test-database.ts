import { randomUUID } from 'node:crypto'
import { migrate } from './migrate.ts'
import { createPostgres, type Postgres } from './postgres.ts'

export interface TestDatabase {
  readonly url: string
  readonly postgres: Postgres
  drop(): Promise<void>
}

/** For tests of what looks at whole tables: a database of one's own on the server of `url`, with the newest schema. */
export const createTestDatabase = async (url: string): Promise<TestDatabase> => {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const server = createPostgres(url, { max: 1 })
  await server.query(`CREATE DATABASE ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  await migrate(own.href)
  const postgres = createPostgres(own.href)
  return {
    url: own.href,
    postgres,
    async drop() {
      await postgres.close()
      await server.query(`DROP DATABASE ${name} WITH (FORCE)`)
      await server.close()
    },
  }
}
