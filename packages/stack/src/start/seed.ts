import { parseKeyRing } from '@hansard/shared/crypto/key-ring'
import { addIntegration, addWorkspace } from '@hansard/shared/directory/administration'
import { createPostgres } from '@hansard/shared/postgres/postgres'
import { simulatorCredentials } from '@hansard/simulator/server/world'
import type { Secrets } from './secrets.ts'

const domain = 'northwind.example'

/** The workspace of the sample meeting and its three integrations, as an operator would add them. Safe to run again. */
export const seed = async (databaseUrl: string, secrets: Omit<Secrets, 'OPERATOR_TOKEN'>): Promise<void> => {
  const postgres = createPostgres(databaseUrl, { max: 1, applicationName: 'hansard-start' })
  const keyRing = parseKeyRing(secrets.HANSARD_KEYS)
  const integrations = [
    { platform: 'zoom', secret: secrets.ZOOM_WEBHOOK_SECRET, credentials: simulatorCredentials.zoom },
    { platform: 'fireflies', secret: secrets.FIREFLIES_WEBHOOK_SECRET, credentials: simulatorCredentials.fireflies },
    { platform: 'otter', secret: secrets.OTTER_WEBHOOK_SECRET, credentials: simulatorCredentials.otter },
  ]
  try {
    const workspaceId = await addWorkspace(postgres, { name: 'development', domains: [domain], members: [] })
    for (const { platform, secret, credentials } of integrations)
      await addIntegration(postgres, keyRing, { workspaceId, platform, name: 'simulated', secrets: [secret], credentials })
  } finally {
    await postgres.close()
  }
}
