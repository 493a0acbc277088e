import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { secretText } from '@hansard/shared/directory/secret-text'
import type { PlatformName } from '../meeting/meeting.ts'

/** Something the user can put right; its message is one sentence for them. */
export class SendError extends Error {}

export interface Settings {
  /** `http://host:port` of the ingress; undefined: no Hansard is known. */
  readonly ingress: string | undefined
  /** Address of the simulator that has to serve the transcript; undefined: none is known. */
  readonly simulator: string | undefined
  readonly secrets: Readonly<Partial<Record<PlatformName, string>>>
}

const StackFile = z.object({
  apps: z.object({ ingress: z.object({ address: z.string() }).optional() }).optional(),
  simulator: z.union([z.string(), z.object({ address: z.string() }).transform(({ address }) => address)]).optional(),
})

const readStackFile = (path: string): z.infer<typeof StackFile> => {
  if (!existsSync(path)) return {}
  try {
    return StackFile.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    throw new SendError(`${path} cannot be read; start Hansard again with npm start.`)
  }
}

const withoutSlash = (url: string | undefined): string | undefined => url?.replace(/\/+$/, '')

/** The environment first (INGRESS_URL, SIMULATOR_URL, ZOOM_WEBHOOK_SECRET, …), else what `npm start` wrote into its state folder. */
export const readSettings = (stateDir: string, env: NodeJS.ProcessEnv): Settings => {
  const stack = readStackFile(join(stateDir, 'stack.json'))
  const devEnv = join(stateDir, 'dev.env')
  const generated = existsSync(devEnv) ? parseEnv(readFileSync(devEnv, 'utf8')) : {}
  const secret = (name: string): string | undefined => {
    const given = env[name] ?? generated[name]
    return given === undefined ? undefined : secretText(given)
  }
  const secrets = {
    zoom: secret('ZOOM_WEBHOOK_SECRET'),
    fireflies: secret('FIREFLIES_WEBHOOK_SECRET'),
    otter: secret('OTTER_WEBHOOK_SECRET'),
  }
  return {
    ingress: withoutSlash(env['INGRESS_URL'] ?? stack.apps?.ingress?.address),
    simulator: withoutSlash(env['SIMULATOR_URL'] ?? stack.simulator),
    secrets: Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== undefined)),
  }
}
