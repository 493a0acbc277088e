import { afterAll, beforeAll } from 'vitest'
import { migrate } from '@hansard/shared/postgres/migrate'
import { createPostgres, type Postgres } from '@hansard/shared/postgres/postgres'

/** For the tests of one file: the database at `url`, migrated before the first and left after the last. */
export const testDatabase = (url: string): Postgres => {
  const postgres = createPostgres(url, { max: 4 })
  beforeAll(() => migrate(url))
  afterAll(() => postgres.close())
  return postgres
}
