import { parseArgs } from 'node:util'
import { SetupError } from '../setup-error.ts'

export interface StartOptions {
  /** End after the sample meeting, or, where none is sent, when everything is up. */
  readonly once: boolean
  /** Send the sample meeting, where it can be shown. */
  readonly sample: boolean
  /** Forget earlier state first. */
  readonly fresh: boolean
  readonly help: boolean
}

/** Throws SetupError for what it does not know. */
export const readOptions = (args: readonly string[]): StartOptions => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        once: { type: 'boolean', default: false },
        'no-sample': { type: 'boolean', default: false },
        fresh: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    })
    const { once, fresh, help } = values
    return { once, sample: !values['no-sample'], fresh, help }
  } catch {
    throw new SetupError(`npm start does not know ${args.join(' ')}.\n\n${helpText}`)
  }
}

export const helpText = `npm start [-- --once] [-- --no-sample] [-- --fresh]

Brings up Kafka, the schema registry, Redis and PostgreSQL, Hansard's six apps and a
simulator of the platforms, sends one sample meeting through, and stays up.

  --once       ends after the sample meeting: 0 when it came out whole
  --no-sample  sends none; with --once it ends when everything is up
  --fresh      forgets earlier topics and tables (the secrets in .hansard/dev.env stay)

Environment
  PORT                                    of the ingress (8080)
  KAFKA_BROKERS, SCHEMA_REGISTRY_URL,     an address: that one is used, none is started
  REDIS_URL, DATABASE_URL
  ZOOM_API_URL, ZOOM_OAUTH_URL,           your platforms instead of the simulator,
  FIREFLIES_API_URL, OTTER_API_URL,       which serves those that are not set; then no
  TRANSCRIPT_HOSTS                        sample meeting is sent
  OUTGOING_PLAIN_HTTP_HOSTS,              what may be asked by plain http, at private
  OUTGOING_PRIVATE_HOSTS                  addresses; yours on this machine always may
  ZOOM_WEBHOOK_SECRET, OTTER_WEBHOOK_SECRET, FIREFLIES_WEBHOOK_SECRET,
  OPERATOR_TOKEN, HANSARD_KEYS            else made once and kept in .hansard/dev.env
  HANSARD_KEYS_FILE                       a file that holds the key ring instead
  HANSARD_STATE                           a folder instead of .hansard, for a second one
                                          (npm run send, npm run hansard: the same)

State, logs and addresses are in .hansard/ (stack.json, logs/). Ctrl-C or SIGTERM stops
everything, and so does the end of npm, however it comes.
`
