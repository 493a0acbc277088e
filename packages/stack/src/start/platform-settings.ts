import { platformConfig, platformUrls } from '@hansard/platforms/platforms'
import { outgoingConfig, requireHttps } from '@hansard/shared/http/outgoing-config'
import { readConfig } from '@hansard/shared/runtime/config'
import { simulatorEnv } from '@hansard/simulator/simulator'
import { z } from 'zod'
import { SetupError } from '../setup-error.ts'

const isSet = (value: string | undefined): value is string => value !== undefined && value !== ''

/** The settings in `env` that lead to other platforms than the simulator; empty ones count as absent. */
export const foreignSettings = (env: NodeJS.ProcessEnv): readonly string[] => Object.keys(platformConfig).filter((name) => isSet(env[name]))

/**
 * Where the apps find the platforms: setting by setting what `env` says, else the simulator at this address. Plain http and private addresses
 * are allowed for the simulator, for what `env` excepts, and for addresses of this machine that it names: what goes there leaves it for nobody.
 */
export const platformSettings = (env: NodeJS.ProcessEnv, simulator: string): Readonly<Record<string, string>> => {
  const simulated = simulatorEnv(simulator)
  const foreign = Object.entries(env).flatMap(([name, value]) => (name in platformConfig && isSet(value) ? [[name, value] as const] : []))
  const ofThisMachine = foreign.flatMap(([, value]) => hostsIn(value)).filter(isThisMachine)
  const excepted = (name: keyof typeof outgoingConfig): string => [simulated[name], env[name], ...ofThisMachine].filter(isSet).join(',')
  return {
    ...simulated,
    ...Object.fromEntries(foreign),
    OUTGOING_PLAIN_HTTP_HOSTS: excepted('OUTGOING_PLAIN_HTTP_HOSTS'),
    OUTGOING_PRIVATE_HOSTS: excepted('OUTGOING_PRIVATE_HOSTS'),
  }
}

/** Of an address its host, with the port; else the text is a list of hosts. */
const hostsIn = (value: string): readonly string[] =>
  URL.canParse(value) && value.includes('://') ? [new URL(value).host] : value.split(',').map((host) => host.trim())

const isThisMachine = (host: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3})(?::\d+)?$/i.test(host)

const schema = z.object({ ...platformConfig, ...outgoingConfig }).superRefine(requireHttps(platformUrls))

/** Throws SetupError for settings with which the apps would not start. */
export const checkPlatformSettings = (env: NodeJS.ProcessEnv): void => {
  try {
    readConfig(schema, platformSettings(env, 'http://127.0.0.1:1'))
  } catch (error) {
    throw new SetupError(error instanceof Error ? error.message : String(error))
  }
}
