import { connectedIntegrations, integrationById, workspaceOf, type Directory, type Integration } from '@hansard/shared/directory/directory'
import type { Clues } from './platform.ts'
import type { Vouched } from './recognition.ts'

/** A secret, and the integrations that have it or had it. */
export interface KnownSecret {
  readonly value: string
  readonly bearers: readonly Integration[]
}

/** A platform's secrets in one picture of the directory, each value once: the same app may serve several workspaces. */
export interface SecretBook {
  /** Oldest integration first. */
  readonly secrets: readonly KnownSecret[]
  readonly byValue: ReadonlyMap<string, KnownSecret>
  readonly byWorkspace: ReadonlyMap<string, readonly Integration[]>
}

/** Made once for each picture, so that finding candidates costs the same however many tenants there are. */
const books = new WeakMap<Directory['integrations'], Map<string, SecretBook>>()

export const secretBook = (directory: Directory, platform: string): SecretBook => {
  const ofPicture = books.get(directory.integrations) ?? new Map<string, SecretBook>()
  books.set(directory.integrations, ofPicture)
  const known = ofPicture.get(platform)
  if (known !== undefined) return known
  const integrations = connectedIntegrations(directory, platform)
  const bearers = new Map<string, Integration[]>()
  for (const integration of integrations)
    for (const value of new Set(integration.secrets.map((secret) => secret.value))) {
      const others = bearers.get(value)
      if (others === undefined) bearers.set(value, [integration])
      else others.push(integration)
    }
  const secrets = [...bearers].map(([value, all]) => ({ value, bearers: all }))
  const book: SecretBook = {
    secrets,
    byValue: new Map(secrets.map((secret) => [secret.value, secret])),
    byWorkspace: Map.groupBy(integrations, ({ workspaceId }) => workspaceId),
  }
  ofPicture.set(platform, book)
  return book
}

/** The integrations that had the secret at the moment `at` (epoch milliseconds), each with its secrets of this value. */
export const bearersAt = ({ value, bearers }: KnownSecret, at: number): readonly Vouched[] =>
  bearers
    .map((integration) => ({
      integration,
      secrets: integration.secrets.filter(
        (secret) => secret.value === value && secret.activeFrom <= at && (secret.activeUntil === null || at < secret.activeUntil),
      ),
    }))
    .filter(({ secrets }) => secrets.length > 0)

/**
 * The secrets that clues point to: those of the host's workspace, and of the integrations that such deliveries came from before. At most
 * `most`, whatever a stranger writes.
 */
export const pointedTo = (
  book: SecretBook,
  { directory, clues, remembered, most }: { directory: Directory; clues: Clues; remembered: readonly string[]; most: number },
): readonly KnownSecret[] => {
  const workspace = workspaceOf(directory, clues.emails)
  const integrations = [
    ...(workspace === undefined ? [] : (book.byWorkspace.get(workspace) ?? [])),
    ...remembered.map((id) => integrationById(directory, id)),
  ]
  const values = new Set(integrations.flatMap((integration) => integration?.secrets.map(({ value }) => value) ?? []))
  return [...values].flatMap((value) => book.byValue.get(value) ?? []).slice(0, most)
}
