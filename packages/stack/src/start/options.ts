import { parseArgs } from 'node:util'
import { SetupError } from '../setup-error.ts'

export interface StartOptions {
  /** End after the sample meeting. */
  readonly once: boolean
  /** Forget earlier state first. */
  readonly fresh: boolean
  readonly help: boolean
}

/** Throws SetupError for what it does not know. */
export const readOptions = (args: readonly string[]): StartOptions => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { once: { type: 'boolean' }, fresh: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    })
    return { once: values.once ?? false, fresh: values.fresh ?? false, help: values.help ?? false }
  } catch {
    throw new SetupError(`npm start does not know ${args.join(' ')}.\n\n${helpText}`)
  }
}

export const helpText = `npm start [-- --once] [-- --fresh]

Brings up Kafka, the schema registry, Redis and PostgreSQL, Hansard's six apps and a
simulator of the platforms, sends one sample meeting through, and stays up.

  --once    ends after the sample meeting: 0 when it came out whole
  --fresh   forgets earlier topics and tables (the secrets in .hansard/dev.env stay)

Environment
  PORT                                    of the ingress (8080)
  KAFKA_BROKERS, SCHEMA_REGISTRY_URL,     an address: that one is used, none is started
  REDIS_URL, DATABASE_URL
  ZOOM_WEBHOOK_SECRET, OTTER_WEBHOOK_SECRET, FIREFLIES_WEBHOOK_SECRET,
  OPERATOR_TOKEN, HANSARD_KEYS            else made once and kept in .hansard/dev.env
  HANSARD_KEYS_FILE                       a file that holds the key ring instead

State, logs and addresses are in .hansard/ (stack.json, logs/). Ctrl-C stops everything.
`
