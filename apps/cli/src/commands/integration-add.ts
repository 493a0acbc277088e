import type { Platform } from '@hansard/platforms/platform'
import { createPlatforms, platformConfig } from '@hansard/platforms/platforms'
import { addIntegration, listIntegrations, listWorkspaces, newUrlKey } from '@hansard/shared/directory/administration'
import { readConfig } from '@hansard/shared/runtime/config'
import { z } from 'zod'
import { keyRingOf, withPostgres, type Environment } from '../connections.ts'
import type { Surroundings } from '../hansard.ts'
import { CommandFailed, UsageError } from '../problems.ts'
import { contents, givenSecrets, type SecretSources } from './secret-sources.ts'

export interface AddOptions extends SecretSources {
  readonly name: string
  /** False with --no-secret. */
  readonly secret: boolean
  readonly credentialsFromFile?: string
  readonly newUrl?: true
}

/** Adds or changes the integration, then prints what to enter at the platform. */
export const addOneIntegration = async (
  workspace: string,
  platformName: string,
  options: AddOptions,
  { env, terminal }: Surroundings,
): Promise<void> => {
  const platforms = createPlatforms(readConfig(z.object(platformConfig), env))
  const platform = platforms.get(platformName.toLowerCase())
  if (platform === undefined) throw new UsageError(`"${platformName}" is no platform Hansard knows: ${[...platforms.keys()].join(', ')}.`)
  const keyRing = keyRingOf(env)
  const credentials = await credentialsOf(platform, options.credentialsFromFile)
  await withPostgres(env, async (postgres) => {
    const known = await listWorkspaces(postgres)
    const owner = known.find(({ id, name }) => name === workspace || id === workspace.toLowerCase())
    if (owner === undefined)
      throw new CommandFailed(`There is no workspace "${workspace}". "npm run hansard -- workspace list" lists them.`)
    const secrets = await secretsOf(options, env, terminal.readSecret)
    const { id, urlKey } = await addIntegration(postgres, keyRing, {
      workspaceId: owner.id,
      platform: platform.name,
      name: options.name,
      secrets,
      credentials,
      urlKey: options.newUrl ? newUrlKey() : undefined,
    })
    const stored = (await listIntegrations(postgres)).find((integration) => integration.id === id)
    terminal.print(`The integration "${options.name}" of ${owner.name} (${platform.name}) is connected: ${id}\n`)
    terminal.print(instructions(platform, { base: publicUrl(env), urlKey, signed: (stored?.secrets ?? 0) > 0 }).join('\n'))
    if (!env.PUBLIC_URL)
      terminal.remark('\nSet PUBLIC_URL to the address platforms reach Hansard by; without it these are addresses on this machine.')
  })
}

/** What a person enters at the platform. */
export const instructions = (
  platform: Pick<Platform, 'name' | 'routes' | 'events'>,
  { base, urlKey, signed }: { readonly base: string; readonly urlKey: string | undefined; readonly signed: boolean },
): readonly string[] => {
  const own = urlKey === undefined ? [] : [`  ${base}/webhooks/${platform.name}/i/${urlKey}`]
  const shared = signed ? platform.routes.slice(0, 1).map((route) => `  ${base}/webhooks/${platform.name}/${route}`) : []
  const about = [
    ...(own.length > 0 ? ['The long one is this integration’s own. It is shown this once: keep it secret.'] : []),
    ...(own.length === 0 ? ['Its own URL stays as it was and is not shown again; --new-url makes a new one.'] : []),
    ...(shared.length > 0 ? ['The short one tells workspaces apart by the host’s e-mail address.'] : []),
  ]
  const addresses = [...own, ...shared]
  return [
    ...(addresses.length > 0
      ? [`Enter at ${platform.name} as the webhook’s address${addresses.length > 1 ? ', one of' : ''}:`, ...addresses]
      : []),
    ...about,
    '',
    'Subscribe to these events:',
    ...platform.events.map((event) => `  ${event}`),
  ]
}

/** Where platforms reach the ingress; on a developer's machine, where it listens. */
const publicUrl = (env: Environment): string =>
  (env.PUBLIC_URL || env.INGRESS_URL || `http://127.0.0.1:${env.PORT || '8080'}`).replace(/\/+$/, '')

/** Undefined: as they are. */
const secretsOf = async (
  options: AddOptions,
  env: Environment,
  ask: (question: string) => Promise<string>,
): Promise<readonly string[] | undefined> =>
  options.secret ? givenSecrets(options, env, ask, 'Webhook secret (nothing: as it is; a new integration has none): ') : []

const credentialsOf = async (platform: Platform, file: string | undefined): Promise<unknown> => {
  if (file === undefined) return undefined
  const credentials = parsed((await contents(file)).trim(), file)
  const result = platform.credentials.safeParse(credentials, { reportInput: false })
  if (!result.success) throw new CommandFailed(`${file} does not hold what ${platform.name} needs:\n${z.prettifyError(result.error)}`)
  return credentials
}

const parsed = (json: string, file: string): unknown => {
  try {
    return JSON.parse(json)
  } catch {
    // The parser's own message quotes the text, which may be a secret.
    return fail(`${file} is not JSON.`)
  }
}

const fail = (message: string): never => {
  throw new CommandFailed(message)
}
