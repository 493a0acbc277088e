import { readFile } from 'node:fs/promises'
import { createPostgres } from '../postgres/postgres.ts'

const file = new URL('../../security/postgres-grants.sql', import.meta.url)

/** Makes a role for each app and grants it what it needs, all or nothing. `databaseUrl`: of the role that owns the schemas and may make roles. */
export const applyGrants = async (databaseUrl: string): Promise<void> => {
  const postgres = createPostgres(databaseUrl, { max: 1, applicationName: 'hansard-grants' })
  try {
    const statements = await readFile(file, 'utf8')
    await postgres.transaction((transaction) => transaction.query(statements))
  } finally {
    await postgres.close()
  }
}
