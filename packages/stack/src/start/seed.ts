import { parseKeyRing } from '@hansard/shared/crypto/key-ring'
import { addIntegration, addWorkspace } from '@hansard/shared/directory/administration'
import { createPostgres } from '@hansard/shared/postgres/postgres'
import type { Postgres } from '@hansard/shared/postgres/postgres'
import { simulatorCredentials } from '@hansard/simulator/server/world'
import type { Secrets } from './secrets.ts'

const domain = 'northwind.example'
const name = 'simulated'

/**
 * The workspace of the sample meeting and its three integrations, as an operator would add them. Safe to run again.
 *
 * @param options.keepCredentials where an integration has credentials already they stay: they may be for another platform than the simulator
 */
export const seed = async (
  databaseUrl: string,
  secrets: Omit<Secrets, 'OPERATOR_TOKEN'>,
  { keepCredentials }: { readonly keepCredentials: boolean },
): Promise<void> => {
  const postgres = createPostgres(databaseUrl, { max: 1, applicationName: 'hansard-start' })
  const keyRing = parseKeyRing(secrets.HANSARD_KEYS)
  const integrations = [
    { platform: 'zoom', secret: secrets.ZOOM_WEBHOOK_SECRET, credentials: simulatorCredentials.zoom },
    { platform: 'fireflies', secret: secrets.FIREFLIES_WEBHOOK_SECRET, credentials: simulatorCredentials.fireflies },
    { platform: 'otter', secret: secrets.OTTER_WEBHOOK_SECRET, credentials: simulatorCredentials.otter },
  ]
  try {
    const workspaceId = await addWorkspace(postgres, { name: 'development', domains: [domain], members: [] })
    const kept = keepCredentials ? await withCredentials(postgres, workspaceId) : []
    for (const { platform, secret, credentials } of integrations) {
      const settings = { workspaceId, platform, name, secrets: [secret] }
      await addIntegration(postgres, keyRing, kept.includes(platform) ? settings : { ...settings, credentials })
    }
  } finally {
    await postgres.close()
  }
}

/** The platforms whose integration has some. */
const withCredentials = async (postgres: Postgres, workspaceId: string): Promise<readonly string[]> => {
  const rows = await postgres.query<{ platform: string }>(
    'SELECT platform FROM core.integrations WHERE workspace_id = $1 AND name = $2 AND credentials_enc IS NOT NULL',
    [workspaceId, name],
  )
  return rows.map(({ platform }) => platform)
}
