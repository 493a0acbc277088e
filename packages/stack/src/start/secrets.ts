import { randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parseEnv } from 'node:util'
import { secretText } from '@hansard/shared/directory/secret-text'
import { writeAtomically } from '../files.ts'

const makers = {
  ZOOM_WEBHOOK_SECRET: () => randomBytes(24).toString('base64url'),
  FIREFLIES_WEBHOOK_SECRET: () => randomBytes(24).toString('base64url'),
  OTTER_WEBHOOK_SECRET: () => randomBytes(24).toString('base64url'),
  OPERATOR_TOKEN: () => randomBytes(24).toString('base64url'),
  HANSARD_KEYS: () => `dev:${randomBytes(32).toString('base64')}`,
}

export type Secrets = Readonly<Record<keyof typeof makers, string>>

/**
 * The development secrets: from the environment, else from `file` (mode 600), where those that are missing are added. A start with a secret
 * of its own leaves the file's alone.
 */
export const readSecrets = async (file: string, surroundings: NodeJS.ProcessEnv): Promise<Secrets> => {
  const env = await withKeysOfFile(surroundings)
  const kept = parseEnv(await readFile(file, 'utf8').catch(() => ''))
  const names = Object.keys(makers) as (keyof Secrets)[]
  const made = Object.fromEntries(names.filter((name) => !isSet(env[name]) && !isSet(kept[name])).map((name) => [name, makers[name]()]))
  await mkdir(dirname(file), { recursive: true })
  if (Object.keys(made).length > 0) await writeAtomically(file, textOf({ ...kept, ...made }), 0o600)
  const find = (name: keyof Secrets): string => {
    const found = [env[name], kept[name], made[name]].find(isSet) ?? ''
    // A key ring may have several lines.
    return name === 'HANSARD_KEYS' ? found : secretText(found)
  }
  return Object.fromEntries(names.map((name) => [name, find(name)])) as Record<keyof Secrets, string>
}

/** The key ring of HANSARD_KEYS_FILE as HANSARD_KEYS would have it. */
const withKeysOfFile = async (env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> =>
  isSet(env['HANSARD_KEYS_FILE']) ? { ...env, HANSARD_KEYS: await readFile(env['HANSARD_KEYS_FILE'], 'utf8') } : env

const isSet = (value: string | undefined): value is string => value !== undefined && secretText(value) !== ''

const textOf = (values: NodeJS.Dict<string>): string =>
  `# Development secrets, made by npm start for this checkout alone.\n${Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')}`
