import type { KeyRing } from '../crypto/key-ring.ts'
import { messageOf } from '../errors.ts'
import type { Queryable } from '../postgres/postgres.ts'
import type { Directory, Integration, IntegrationSecret } from './directory.ts'
import { standardIntake } from './intake.ts'

/** A secret that could not be opened and is therefore missing from the directory. */
export interface UnreadableSecret {
  readonly secretId: string
  readonly integrationId: string
  /** Names the key id, never the secret. */
  readonly problem: string
}

export interface LoadedDirectory {
  readonly directory: Directory
  /** `core.directory_version` at the moment of the picture. */
  readonly version: string
  readonly unreadable: readonly UnreadableSecret[]
}

type SecretRow = Omit<IntegrationSecret, 'value'> & { readonly sealed: string }
type IntegrationRow = Omit<Integration, 'secrets'> & { readonly secrets: readonly SecretRow[] | null }

interface PictureRow {
  readonly version: string
  readonly integrations: readonly IntegrationRow[] | null
  readonly members: Readonly<Record<string, string>> | null
  readonly domains: Readonly<Record<string, string>> | null
}

// One statement is one snapshot: version and rows always belong together. Oldest first, so that every process picks the same
// one among several integrations that would do.
const picture = `
  SELECT
    (SELECT version::text FROM core.directory_version) AS version,
    (SELECT json_agg(json_build_object(
        'id', i.id, 'workspaceId', i.workspace_id, 'platform', i.platform, 'status', i.status, 'urlKeyHash', encode(i.url_key_hash, 'hex'),
        'intake', json_build_object('perMinute', coalesce(i.per_minute, ${standardIntake.perMinute}), 'perHour', coalesce(i.per_hour, ${standardIntake.perHour}),
          'overLimit', i.over_limit, 'allowedSources', i.allowed_sources),
        'secrets', (SELECT json_agg(json_build_object(
            'id', s.id, 'sealed', s.secret_enc,
            'activeFrom', floor(extract(epoch FROM s.active_from) * 1000),
            'activeUntil', floor(extract(epoch FROM s.active_until) * 1000)) ORDER BY s.created_at, s.id)
          FROM core.integration_secrets s WHERE s.integration_id = i.id)) ORDER BY i.created_at, i.id)
      FROM core.integrations i) AS integrations,
    (SELECT json_object_agg(email, workspace_id) FROM core.workspace_members) AS members,
    (SELECT json_object_agg(domain, workspace_id) FROM core.workspace_domains) AS domains`

/** The directory as PostgreSQL has it now, with its version and what is missing from it. Throws UnavailableError while PostgreSQL is away. */
export const loadPicture = async (postgres: Queryable, keyRing: KeyRing): Promise<LoadedDirectory> => {
  const [row] = await postgres.query<PictureRow>(picture)
  const unreadable: UnreadableSecret[] = []
  const open = ({ sealed, ...secret }: SecretRow, integrationId: string): readonly IntegrationSecret[] => {
    try {
      return [{ ...secret, value: keyRing.open(sealed, secret.id) }]
    } catch (error) {
      unreadable.push({ secretId: secret.id, integrationId, problem: messageOf(error) })
      return []
    }
  }
  const integrations = (row?.integrations ?? []).map((integration) => ({
    ...integration,
    secrets: (integration.secrets ?? []).flatMap((secret) => open(secret, integration.id)),
  }))
  return {
    directory: { integrations, members: new Map(Object.entries(row?.members ?? {})), domains: new Map(Object.entries(row?.domains ?? {})) },
    version: row?.version ?? '',
    unreadable,
  }
}

/** The directory as PostgreSQL has it now, without the secrets that the key ring cannot open. Throws UnavailableError while PostgreSQL is away. */
export const loadDirectory = async (postgres: Queryable, keyRing: KeyRing): Promise<Directory> =>
  (await loadPicture(postgres, keyRing)).directory

/** The version alone: one small row. Throws UnavailableError while PostgreSQL is away. */
export const directoryVersion = async (postgres: Queryable): Promise<string> => {
  const [row] = await postgres.query<{ readonly version: string }>('SELECT version::text AS version FROM core.directory_version')
  return row?.version ?? ''
}
