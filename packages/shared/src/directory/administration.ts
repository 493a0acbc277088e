import { createHash, randomBytes } from 'node:crypto'
import type { KeyRing } from '../crypto/key-ring.ts'
import type { Postgres, Queryable } from '../postgres/postgres.ts'
import { AdministrationError } from './administration-error.ts'
import { secretText } from './secret-text.ts'
import { replaceCredentials, replaceSecrets, type StoredCredentials } from './sealed.ts'

export interface WorkspaceSettings {
  readonly name: string
  /** Hosts of these e-mail domains belong to the workspace. */
  readonly domains: readonly string[]
  /** So do these e-mail addresses, whatever their domain. */
  readonly members: readonly string[]
}

/**
 * The workspace of that name, created if there is none, with these domains and members added; returns its id.
 * Throws AdministrationError when a domain or member is no such thing or belongs to another workspace.
 */
export const addWorkspace = async (postgres: Postgres, { name, domains, members }: WorkspaceSettings): Promise<string> => {
  if (name.trim() === '') throw new AdministrationError('A workspace needs a name.')
  const addresses = members.map((member) => matching(member, /^[^\s@]+@[^\s@]+$/, 'an e-mail address'))
  const hosts = domains.map((domain) => matching(domain, /^[^\s@/]+$/, 'a domain'))
  return postgres.transaction(async (transaction) => {
    const [workspace] = await transaction.query<{ readonly id: string }>(
      'INSERT INTO core.workspaces (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id',
      [name.trim()],
    )
    if (workspace === undefined) throw new Error('PostgreSQL returned no workspace')
    await claim(transaction, { table: 'core.workspace_members', column: 'email', values: addresses, workspace: workspace.id })
    await claim(transaction, { table: 'core.workspace_domains', column: 'domain', values: hosts, workspace: workspace.id })
    return workspace.id
  })
}

const matching = (text: string, pattern: RegExp, what: string): string => {
  const value = text.trim().toLowerCase()
  if (!pattern.test(value)) throw new AdministrationError(`"${text}" is not ${what}.`)
  return value
}

const claim = async (
  transaction: Queryable,
  {
    table,
    column,
    values,
    workspace,
  }: { readonly table: string; readonly column: string; readonly values: readonly string[]; readonly workspace: string },
): Promise<void> => {
  if (values.length === 0) return
  // Sorted, so that two administrators at once wait for each other instead of blocking each other.
  await transaction.query(`INSERT INTO ${table} (${column}, workspace_id) SELECT unnest($1::text[]), $2 ON CONFLICT DO NOTHING`, [
    values.toSorted(),
    workspace,
  ])
  const foreign = await transaction.query<{ readonly value: string; readonly owner: string }>(
    `SELECT t.${column} AS value, w.name AS owner FROM ${table} t JOIN core.workspaces w ON w.id = t.workspace_id
     WHERE t.${column} = ANY ($1) AND t.workspace_id <> $2 ORDER BY 1`,
    [values, workspace],
  )
  if (foreign.length > 0)
    throw new AdministrationError(foreign.map(({ value, owner }) => `${value} belongs to the workspace "${owner}" already.`).join('\n'))
}

export interface WorkspaceListing extends WorkspaceSettings {
  readonly id: string
}

/** All workspaces, by name. */
export const listWorkspaces = (postgres: Queryable): Promise<readonly WorkspaceListing[]> =>
  postgres.query(`
    SELECT w.id, w.name,
      ARRAY(SELECT domain FROM core.workspace_domains WHERE workspace_id = w.id ORDER BY 1) AS domains,
      ARRAY(SELECT email FROM core.workspace_members WHERE workspace_id = w.id ORDER BY 1) AS members
    FROM core.workspaces w ORDER BY w.name`)

export interface IntegrationSettings {
  readonly workspaceId: string
  readonly platform: string
  /** Tells several integrations of one workspace and platform apart. */
  readonly name: string
  /** Webhook signing secrets; none where the platform signs nothing and the integration's URL vouches for a delivery; undefined leaves what is stored. */
  readonly secrets?: readonly string[] | undefined
  /** JSON that fetching transcripts needs; undefined leaves what is stored. */
  readonly credentials?: unknown
  /** At least 128 bits in base64url. Not given, an integration keeps the key it has, and a new one gets one. */
  readonly urlKey?: string | undefined
}

/**
 * The integration of that workspace, platform and name, created or changed to these settings, and connected. Secrets no
 * longer wanted stay valid for deliveries received before now. Only a hash of the URL's key is stored: `urlKey` is
 * undefined where the integration keeps the one it has.
 */
export const addIntegration = async (
  postgres: Postgres,
  keyRing: KeyRing,
  settings: IntegrationSettings,
): Promise<{ readonly id: string; readonly urlKey: string | undefined }> => {
  if (settings.urlKey !== undefined && !/^[\w-]{22,}$/.test(settings.urlKey))
    throw new AdministrationError('The key of an integration URL needs at least 22 characters of base64url (128 bits).')
  const secrets = settings.secrets?.map(secretText)
  if (secrets?.includes('') === true) throw new AdministrationError('A webhook secret cannot be empty.')
  return postgres.transaction(async (transaction) => {
    const integration = await lockedIntegration(transaction, settings)
    const { id, hasKey } = integration
    if (secrets !== undefined) await replaceSecrets(transaction, keyRing, id, secrets)
    if (settings.credentials !== undefined) await replaceCredentials(transaction, keyRing, integration, settings.credentials)
    const urlKey = settings.urlKey ?? (hasKey ? undefined : newUrlKey())
    if (urlKey !== undefined) await setUrlKey(transaction, id, urlKey)
    return { id, urlKey }
  })
}

/** An unguessable key for an integration's URL: 192 bits. */
export const newUrlKey = (): string => randomBytes(24).toString('base64url')

interface StoredIntegration extends StoredCredentials {
  readonly hasKey: boolean
}

/** The row, created if need be, and locked until the transaction ends. */
const lockedIntegration = async (
  transaction: Queryable,
  { workspaceId, platform, name }: IntegrationSettings,
): Promise<StoredIntegration> => {
  const [row] = await transaction.query<StoredIntegration>(
    `INSERT INTO core.integrations (workspace_id, platform, name) VALUES ($1, $2, $3)
     ON CONFLICT (workspace_id, platform, name) DO UPDATE SET status = 'connected', updated_at = now()
     RETURNING id, url_key_hash IS NOT NULL AS "hasKey", credentials_enc AS sealed, credentials_given AS given`,
    [workspaceId, platform, name],
  )
  if (row === undefined) throw new Error('PostgreSQL returned no integration')
  return row
}

const setUrlKey = async (transaction: Queryable, id: string, urlKey: string): Promise<void> => {
  const hash = createHash('sha256').update(urlKey).digest()
  const [other] = await transaction.query('SELECT 1 FROM core.integrations WHERE url_key_hash = $1 AND id <> $2', [hash, id])
  if (other !== undefined) throw new AdministrationError('Another integration has this URL key already.')
  await transaction.query('UPDATE core.integrations SET url_key_hash = $2 WHERE id = $1', [id, hash])
}

export interface IntegrationListing {
  readonly id: string
  readonly workspace: string
  readonly platform: string
  readonly name: string
  readonly status: 'connected' | 'disabled'
  /** Webhook secrets in force. */
  readonly secrets: number
  readonly hasCredentials: boolean
  readonly createdAt: Date
}

/** All integrations, by workspace, platform and name; no secrets. */
export const listIntegrations = (postgres: Queryable): Promise<readonly IntegrationListing[]> =>
  postgres.query(`
    SELECT i.id, w.name AS workspace, i.platform, i.name, i.status, i.credentials_enc IS NOT NULL AS "hasCredentials", i.created_at AS "createdAt",
      (SELECT count(*)::integer FROM core.integration_secrets s
       WHERE s.integration_id = i.id AND s.active_from <= now() AND (s.active_until IS NULL OR s.active_until > now())) AS secrets
    FROM core.integrations i JOIN core.workspaces w ON w.id = i.workspace_id ORDER BY w.name, i.platform, i.name`)

/** Nothing more is taken from the integration, nor fetched with its credentials. False when there is no such integration. */
export const disableIntegration = async (postgres: Queryable, id: string): Promise<boolean> => {
  const rows = await postgres.query(
    `UPDATE core.integrations SET status = 'disabled', updated_at = now() WHERE id::text = lower($1) RETURNING id`,
    [id],
  )
  return rows.length > 0
}
