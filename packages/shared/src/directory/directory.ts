import { hash } from 'node:crypto'
import type { Intake } from './intake.ts'

/** Which integrations exist, with which webhook secrets, and whose meetings are whose: an immutable picture of `core.*`. */
export interface Directory {
  readonly integrations: readonly Integration[]
  /** E-mail (lower case) → workspace id. */
  readonly members: ReadonlyMap<string, string>
  /** Domain (lower case) → workspace id. */
  readonly domains: ReadonlyMap<string, string>
}

export interface Integration {
  readonly id: string
  readonly workspaceId: string
  readonly platform: string
  readonly status: 'connected' | 'disabled'
  /** SHA-256 (hex) of the key in its URL. */
  readonly urlKeyHash: string | null
  readonly secrets: readonly IntegrationSecret[]
  /** Absent: the standard. */
  readonly intake?: Intake
}

export interface IntegrationSecret {
  readonly id: string
  readonly value: string
  /** Epoch milliseconds. */
  readonly activeFrom: number
  readonly activeUntil: number | null
}

/** The workspace of the first address that is known: exact members first, then domains. */
export const workspaceOf = (directory: Directory, emails: readonly string[]): string | undefined => {
  for (const email of emails) {
    const workspace = directory.members.get(email)
    if (workspace !== undefined) return workspace
  }
  for (const email of emails) {
    const workspace = directory.domains.get(email.slice(email.lastIndexOf('@') + 1))
    if (workspace !== undefined) return workspace
  }
  return undefined
}

interface Index {
  readonly byId: ReadonlyMap<string, Integration>
  readonly byUrlKey: ReadonlyMap<string, Integration>
  readonly connected: ReadonlyMap<string, readonly Integration[]>
}

/** Made once for each picture: whoever asks for every delivery must not go through thousands of integrations each time. */
const indexes = new WeakMap<Directory['integrations'], Index>()

const indexOf = ({ integrations }: Directory): Index => {
  const known = indexes.get(integrations)
  if (known !== undefined) return known
  // A Map keeps the last of equal keys; the oldest integration should win, as in a search from the start.
  const backwards = integrations.toReversed()
  const index: Index = {
    byId: new Map(backwards.map((integration) => [integration.id, integration])),
    byUrlKey: new Map(backwards.map((integration) => [urlKeyOf(integration.platform, integration.urlKeyHash), integration])),
    connected: Map.groupBy(
      integrations.filter(({ status }) => status === 'connected'),
      ({ platform }) => platform,
    ),
  }
  indexes.set(integrations, index)
  return index
}

const urlKeyOf = (platform: string, urlKeyHash: string | null): string => `${platform} ${urlKeyHash}`

/** The platform's connected integrations. */
export const connectedIntegrations = (directory: Directory, platform: string): readonly Integration[] =>
  indexOf(directory).connected.get(platform) ?? []

/** The integration with this id, connected or not. */
export const integrationById = (directory: Directory, id: string): Integration | undefined => indexOf(directory).byId.get(id)

/** The secrets of an integration that are valid at the moment `at` (epoch milliseconds). */
export const activeSecrets = (integration: Integration, at: number): readonly IntegrationSecret[] =>
  integration.secrets.filter(({ activeFrom, activeUntil }) => activeFrom <= at && (activeUntil === null || at < activeUntil))

/** The integration, connected or not, whose URL carries this key. The key itself is kept nowhere. */
export const integrationByUrlKey = (directory: Directory, platform: string, key: string): Integration | undefined =>
  indexOf(directory).byUrlKey.get(urlKeyOf(platform, hash('sha256', key)))
