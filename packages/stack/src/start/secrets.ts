import { randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parseEnv } from 'node:util'
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
export const readSecrets = async (file: string, env: NodeJS.ProcessEnv): Promise<Secrets> => {
  const kept = parseEnv(await readFile(file, 'utf8').catch(() => ''))
  const names = Object.keys(makers) as (keyof Secrets)[]
  const made = Object.fromEntries(names.filter((name) => !isSet(env[name]) && !isSet(kept[name])).map((name) => [name, makers[name]()]))
  await mkdir(dirname(file), { recursive: true })
  if (Object.keys(made).length > 0) await writeAtomically(file, textOf({ ...kept, ...made }), 0o600)
  const find = (name: keyof Secrets): string => [env[name], kept[name], made[name]].find(isSet) ?? ''
  return Object.fromEntries(names.map((name) => [name, find(name)])) as Record<keyof Secrets, string>
}

const isSet = (value: string | undefined): value is string => value !== undefined && value !== ''

const textOf = (values: NodeJS.Dict<string>): string =>
  `# Development secrets, made by npm start for this checkout alone.\n${Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')}`
