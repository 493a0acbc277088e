import { fileURLToPath } from 'node:url'
import { runner } from 'node-pg-migrate'

/** Brings the database to the newest schema; safe to run again, and by two at once (the second waits). */
export const migrate = async (databaseUrl: string): Promise<void> => {
  await runner({
    databaseUrl,
    dir: fileURLToPath(new URL('../../migrations', import.meta.url)),
    direction: 'up',
    migrationsTable: 'schema_migrations',
    log: () => undefined,
  })
}
