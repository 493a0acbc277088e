import type { ZodType } from 'zod'
import { deduperConfig } from '../../../apps/deduper/src/config.ts'
import { ingressConfig } from '../../../apps/ingress/src/config.ts'
import { mergerConfig } from '../../../apps/merger/src/config.ts'
import { recorderConfig } from '../../../apps/recorder/src/config.ts'
import { processorConfig } from '../../../apps/transcript-processor/src/config.ts'
import { verifierConfig } from '../../../apps/verifier/src/config.ts'
import { provisionConfig } from '../../../packages/shared/src/provision/config.ts'
import { processConfig } from '../../../packages/shared/src/runtime/config.ts'

/** What a process reads from its environment. Those that are secret come from a Secret and never from the chart's values. */
export interface SettingNames {
  readonly required: readonly string[]
  readonly optional: readonly string[]
  readonly requiredSecrets: readonly string[]
  /** Required ones included. */
  readonly secret: readonly string[]
}

const schemas: Readonly<Record<string, { readonly shape: Readonly<Record<string, ZodType>> }>> = {
  deduper: deduperConfig,
  ingress: ingressConfig,
  merger: mergerConfig,
  provision: provisionConfig,
  recorder: recorderConfig,
  'transcript-processor': processorConfig,
  verifier: verifierConfig,
}

/** Addresses count: they carry passwords. */
const isSecret = (name: string): boolean => /^(?:DATABASE_URL|REDIS_URL|HANSARD_KEYS)$|_(?:SECRET|TOKEN|PASSWORD|HEADERS)$/.test(name)

/** Every app's settings, from its own schema, in alphabetical order. */
export const settingNames = (): Readonly<Record<string, SettingNames>> =>
  Object.fromEntries(
    Object.entries(schemas).map(([app, { shape }]) => [app, namesOf(app === 'provision' ? shape : { ...shape, ...processConfig })]),
  )

const namesOf = (shape: Readonly<Record<string, ZodType>>): SettingNames => {
  const names = Object.keys(shape).toSorted()
  const isRequired = (name: string): boolean => shape[name]?.safeParse(undefined).success === false
  return {
    required: names.filter((name) => isRequired(name) && !isSecret(name)),
    optional: names.filter((name) => !isRequired(name) && !isSecret(name)),
    requiredSecrets: names.filter((name) => isRequired(name) && isSecret(name)),
    secret: names.filter(isSecret),
  }
}
