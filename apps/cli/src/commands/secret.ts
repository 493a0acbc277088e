import { Option, type Command } from 'commander'
import { addSecret, listSecrets, retireSecret, secretState, type SecretListing } from '@hansard/shared/directory/secrets'
import { againstRetiring, ago } from '@hansard/shared/directory/retirement'
import { keyRingOf, withKafka, withPostgres } from '../connections.ts'
import type { Surroundings } from '../hansard.ts'
import { CommandFailed, UsageError } from '../problems.ts'
import { oneLine } from '@hansard/shared/printable'
import { table } from '../terminal/text.ts'
import { moment } from './moment.ts'
import { positive } from './positive.ts'
import { endOf, windowOf } from './secret-lines.ts'
import { collected, givenSecrets, type SecretSources } from './secret-sources.ts'
import { theIntegration } from './integration.ts'
import { unreadDeliveries } from '../where/not-reported.ts'

interface AddOptions extends SecretSources {
  readonly from?: Date
  readonly until?: Date
}
interface RetireOptions {
  readonly unusedHours: number
  readonly now?: true
  readonly force?: true
  readonly reason?: string
}

/** What every process needs to learn of a change, with room to spare. */
const noticeSeconds = 60
const lagTimeoutMs = 5_000

/** `secret add`, `secret list`, `secret retire`: changing a webhook secret while deliveries come in. */
export const addSecretCommands = (program: Command, surroundings: Surroundings): void => {
  const group = program.command('secret').description('the webhook secrets of an integration, and changing them')

  group
    .command('add <integration>')
    .description('add a secret beside those in force; the beginning of the integration’s id is enough')
    .addOption(new Option('--secret-from-env <variable>', 'the secret is in this variable').argParser(collected))
    .addOption(new Option('--secret-from-file <file>', 'the secret is in this file').argParser(collected))
    .option('--from <time>', 'valid from then on (UTC, as 2026-03-03T09:30Z); else since ever', moment)
    .option('--until <time>', 'valid until then; else until it is retired', moment)
    .addHelpText('after', '\nWithout a secret option the secret is asked for, or read from the input.')
    .action((id: string, options: AddOptions) => add(id, options, surroundings))

  group
    .command('list [integration]')
    .description('list the secrets: ids, when they are valid, when they were last used')
    .option('--json', 'for programs')
    .action((id: string | undefined, options: { readonly json?: true }) => list(id, options.json === true, surroundings))

  group
    .command('retire <secret>')
    .summary('end a secret that is no longer used')
    .description('end a secret that is no longer used; the beginning or end of its id is enough')
    .option('--unused-hours <hours>', 'refuse where it was used within so many hours', positive, 24)
    .option('--now', 'at once, as for one that became known; else in a minute,\nwhen every process knows of it')
    .option('--force', 'even where it is still used, or is the only one')
    .option('--reason <reason>', 'why; is kept (needed with --force)')
    .action((id: string, options: RetireOptions) => retire(id, options, surroundings))
}

const add = (id: string, options: AddOptions, { env, terminal }: Surroundings): Promise<void> => {
  const keyRing = keyRingOf(env)
  return withPostgres(env, async (postgres) => {
    const integration = await theIntegration(postgres, id)
    const [value, ...more] = (await givenSecrets(options, env, terminal.readSecret, 'Webhook secret: ')) ?? []
    if (value === undefined) throw new CommandFailed('No secret was given; nothing was changed.')
    if (more.length > 0) throw new UsageError('Add one secret at a time.')
    const { from = null, until = null } = options
    const secret = await addSecret(postgres, keyRing, { integrationId: integration.id, value, activeFrom: from, activeUntil: until })
    terminal.print(
      `The integration "${integration.name}" of ${integration.workspace} (${integration.platform}) has a new secret: ${secret}`,
    )
    terminal.print('Enter it at the platform now. "secret list" shows when each was last used; "secret retire" ends the old one.')
  })
}

const list = (id: string | undefined, json: boolean, { env, terminal }: Surroundings): Promise<void> =>
  withPostgres(env, async (postgres) => {
    const integration = id === undefined ? undefined : await theIntegration(postgres, id)
    const secrets = (await listSecrets(postgres)).filter(
      ({ integrationId }) => integration === undefined || integrationId === integration.id,
    )
    if (json) return terminal.print(JSON.stringify(secrets, undefined, 2))
    if (secrets.length === 0) return terminal.print('There is no webhook secret.')
    const [heading = '', ...rows] = secretTable(secrets, new Date(), terminal.columns)
    terminal.print([terminal.colours.bold(heading), ...rows].join('\n'))
  })

/** The secrets as a table of at most `width` columns. */
export const secretTable = (secrets: readonly SecretListing[], now: Date, width: number): readonly string[] => {
  const rows = secrets.map((secret) => [
    endOf(secret),
    oneLine(secret.workspace),
    oneLine(secret.platform),
    oneLine(secret.integration),
    secretState(secret, now),
    windowOf(secret),
    secret.lastUsedAt === null ? 'never' : ago(now, secret.lastUsedAt).replace(/ \(.*/, ''),
  ])
  return table(['ID', 'WORKSPACE', 'PLATFORM', 'INTEGRATION', 'STATE', 'VALID', 'LAST USED'], rows, width, [1, 3])
}

const retire = async (id: string, options: RetireOptions, { env, terminal }: Surroundings): Promise<void> => {
  const { force = false, reason = null, unusedHours } = options
  if (force && reason === null) throw new UsageError('--force needs a --reason.')
  await withPostgres(env, async (postgres) => {
    const secrets = await listSecrets(postgres)
    const secret = theOne(secrets, id)
    const problems = [
      ...againstRetiring(secret, secrets, { now: new Date(), idleMs: unusedHours * 3_600_000 }),
      // What waits to be read may have been signed with it this minute.
      ...(force ? [] : await unread(env)),
    ]
    if (problems.length > 0 && !force)
      throw new CommandFailed(
        [`The secret ${secret.id} is not retired.`, ...problems, 'With --force and --reason it is retired all the same.'].join('\n'),
      )
    for (const problem of problems) terminal.remark(`All the same: ${problem}`)
    const until = await retireSecret(postgres, {
      id: secret.id,
      delaySeconds: options.now === true ? 0 : noticeSeconds,
      by: env.USER ?? 'unknown',
      reason,
    })
    if (until === undefined) throw new CommandFailed(`The secret ${secret.id} has ended already.`)
    const used = secret.lastUsedAt === null ? 'It was never used.' : `It was last used ${ago(new Date(), secret.lastUsedAt)}.`
    terminal.print(
      `The secret ${secret.id} of "${secret.integration}" (${secret.workspace}, ${secret.platform}) ends ${until.toISOString()}. ${used}`,
    )
  })
}

const unread = async (env: Surroundings['env']): Promise<readonly string[]> => {
  try {
    const waiting = await withKafka(env, lagTimeoutMs, unreadDeliveries)
    return waiting === 0 ? [] : [`${waiting} received deliveries wait for the verifier: which secret signed them is not known yet.`]
  } catch {
    return ['Kafka does not tell whether deliveries wait for the verifier: which secret signed them would not be known yet.']
  }
}

/** The secret whose id begins or ends so. */
const theOne = (secrets: readonly SecretListing[], id: string): SecretListing => {
  const asked = id.toLowerCase()
  const found = secrets.filter((secret) => secret.id.startsWith(asked) || secret.id.endsWith(asked))
  const [first] = found
  if (first === undefined) throw new CommandFailed(`There is no secret ${id}. "npm run hansard -- secret list" lists them.`)
  if (found.length > 1) throw new CommandFailed(`${found.length} secrets are called ${id}: give more of the id.`)
  return first
}
