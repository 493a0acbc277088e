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

/** The platform's connected integrations. */
export const connectedIntegrations = (directory: Directory, platform: string): readonly Integration[] =>
  directory.integrations.filter((integration) => integration.platform === platform && integration.status === 'connected')

/** The secrets of an integration that are valid at the moment `at` (epoch milliseconds). */
export const activeSecrets = (integration: Integration, at: number): readonly IntegrationSecret[] =>
  integration.secrets.filter(({ activeFrom, activeUntil }) => activeFrom <= at && (activeUntil === null || at < activeUntil))

/** The integration, connected or not, whose URL carries this key. The key itself is kept nowhere. */
export const integrationByUrlKey = (directory: Directory, platform: string, key: string): Integration | undefined => {
  const keyHash = hash('sha256', key)
  return directory.integrations.find((integration) => integration.urlKeyHash === keyHash && integration.platform === platform)
}
