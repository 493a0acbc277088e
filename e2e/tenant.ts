import { randomBytes } from 'node:crypto'
import { parseKeyRing } from '@hansard/shared/crypto/key-ring'
import { addIntegration, addWorkspace } from '@hansard/shared/directory/administration'
import { changeIntake } from '@hansard/shared/directory/intake-settings'
import type { Postgres } from '@hansard/shared/postgres/postgres'
import type { PlatformName } from '@hansard/simulator/meeting/meeting'
import type { Simulator } from '@hansard/simulator/simulator'

export const platformNames: readonly PlatformName[] = ['zoom', 'fireflies', 'otter']

/** A workspace with an integration of each platform. */
export interface Tenant {
  readonly workspaceId: string
  readonly domain: string
  readonly secrets: Readonly<Record<PlatformName, string>>
  /** Paths of the integrations' own URLs. */
  readonly paths: Readonly<Record<PlatformName, string>>
}

/** How a tenant differs from one that everything is right with. */
export interface TenantOptions {
  /** Platforms whose integrations have no API credentials. */
  readonly withoutCredentials?: readonly PlatformName[]
  /** True: the limits hold, as they come. */
  readonly limited?: boolean
}

/** Adds a workspace of its own domain, its integrations with the simulator's credentials. `keys`: the key ring's text. */
export const addTenant = async (
  postgres: Postgres,
  keys: string,
  simulator: Pick<Simulator, 'credentials'>,
  { withoutCredentials = [], limited = false }: TenantOptions = {},
): Promise<Tenant> => {
  const id = randomBytes(6).toString('hex')
  const domain = `${id}.example`
  const keyRing = parseKeyRing(keys)
  const workspaceId = await addWorkspace(postgres, { name: `tenant ${id}`, domains: [domain], members: [] })
  const added = await Promise.all(
    platformNames.map(async (platform) => {
      const secret = randomBytes(20).toString('hex')
      const urlKey = randomBytes(24).toString('base64url')
      const credentials = withoutCredentials.includes(platform) ? undefined : simulator.credentials[platform]
      const settings = { workspaceId, platform, name: platform, secrets: [secret], ...(credentials && { credentials }), urlKey }
      const integration = await addIntegration(postgres, keyRing, settings)
      // Load is no abuse here; the limits have tests of their own.
      if (!limited) await changeIntake(postgres, integration.id, { overLimit: 'admit' })
      return { platform, secret, path: `/webhooks/${platform}/i/${urlKey}` }
    }),
  )
  const record = (value: (one: (typeof added)[number]) => string) =>
    Object.fromEntries(added.map((one) => [one.platform, value(one)])) as Record<PlatformName, string>
  return { workspaceId, domain, secrets: record(({ secret }) => secret), paths: record(({ path }) => path) }
}
