import type { Postgres } from '../postgres/postgres.ts'
import type { App } from '../runtime/app.ts'
import { connectRedis } from '../runtime/connect.ts'
import { createClaims, type Claims } from './claims.ts'

/** Claims for a process: waits for Redis, and settles what is under way when the process stops. */
export const openClaims = async (
  app: App,
  config: { readonly REDIS_URL: string },
  postgres: Postgres,
  options?: Parameters<typeof createClaims>[2],
): Promise<Claims> => {
  const claims = createClaims(await connectRedis(app, config, 'needed'), postgres, options)
  app.onStop('claims', () => claims.close())
  return claims
}
