import { Option, type Command } from 'commander'
import { disableIntegration, listIntegrations, type IntegrationListing } from '@hansard/shared/directory/administration'
import { listSecrets } from '@hansard/shared/directory/secrets'
import type { Queryable } from '@hansard/shared/postgres/postgres'
import { withPostgres } from '../connections.ts'
import type { Surroundings } from '../hansard.ts'
import { CommandFailed } from '../problems.ts'
import { oneLine } from '@hansard/shared/printable'
import { table } from '../terminal/text.ts'
import { addOneIntegration, type AddOptions } from './integration-add.ts'
import { addLimitCommand } from './integration-limit.ts'
import { secretLines } from './secret-lines.ts'
import { collected } from './secret-sources.ts'

/** `integration add`, `integration list`, `integration limit`, `integration disable`. */
export const addIntegrationCommands = (program: Command, surroundings: Surroundings): void => {
  const { env, terminal } = surroundings
  const group = program.command('integration').description('which platforms a workspace takes transcripts from')

  group
    .command('add <workspace> <platform>')
    .description('add an integration, or change one, and tell what to enter at the platform')
    .option('--name <name>', 'tells several of one platform apart', 'main')
    .addOption(new Option('--secret-from-env <variable>', 'the webhook secret is in this variable').argParser(collected))
    .addOption(new Option('--secret-from-file <file>', 'the webhook secret is in this file').argParser(collected))
    .option('--no-secret', 'the platform signs nothing: only the integration’s own URL vouches')
    .option('--credentials-from-file <json>', 'what fetching transcripts from the platform needs')
    .option('--new-url', 'give an integration that exists a new URL; the old one stops working')
    .addHelpText(
      'after',
      '\nWithout a secret option the secret is asked for, or read from the input;\nnothing there leaves what is stored.',
    )
    .action((workspace: string, platform: string, options: AddOptions) => addOneIntegration(workspace, platform, options, surroundings))

  group
    .command('list')
    .description('list the integrations')
    .option('--json', 'for programs')
    .action((options: { readonly json?: true }) =>
      withPostgres(env, async (postgres) => {
        const [integrations, secrets] = [await listIntegrations(postgres), await listSecrets(postgres)]
        const secretsOf = (id: string) => secrets.filter(({ integrationId }) => integrationId === id)
        if (options.json) {
          const whole = integrations.map((integration) => ({ ...integration, webhookSecrets: secretsOf(integration.id) }))
          return terminal.print(JSON.stringify(whole, undefined, 2))
        }
        if (integrations.length === 0) return terminal.print('There is no integration yet. "npm run hansard -- integration add" makes one.')
        const [heading = '', ...rows] = listing(integrations, terminal.columns)
        const now = new Date()
        const lines = rows.flatMap((row, index) => [
          row,
          ...secretLines(secretsOf(integrations[index]?.id ?? ''), now).map(terminal.colours.dim),
        ])
        terminal.print([terminal.colours.bold(heading), ...lines].join('\n'))
      }),
    )

  addLimitCommand(group, surroundings, theIntegration)

  group
    .command('disable <id>')
    .description('take nothing more from an integration; the beginning of its id is enough')
    .action((id: string) =>
      withPostgres(env, async (postgres) => {
        const integration = await theIntegration(postgres, id)
        await disableIntegration(postgres, integration.id)
        terminal.print(`The integration "${integration.name}" of ${integration.workspace} (${integration.platform}) is disabled.`)
      }),
    )
}

/** The integrations as a table of at most `width` columns. */
export const listing = (integrations: readonly IntegrationListing[], width: number): readonly string[] => {
  const heading = ['ID', 'WORKSPACE', 'PLATFORM', 'NAME', 'STATUS', 'SECRETS', 'CREDENTIALS']
  const rows = integrations.map(({ id, workspace, platform, name, status, secrets, hasCredentials }) => [
    id.slice(0, 8),
    oneLine(workspace),
    oneLine(platform),
    oneLine(name),
    status,
    String(secrets),
    hasCredentials ? 'yes' : 'no',
  ])
  return table(heading, rows, width, [1, 2, 3])
}

/** The integration whose id begins so. Throws CommandFailed where there is none, or more than one. */
export const theIntegration = async (postgres: Queryable, id: string): Promise<IntegrationListing> => {
  const found = (await listIntegrations(postgres)).filter((integration) => integration.id.startsWith(id.toLowerCase()))
  const [first] = found
  if (first === undefined) throw new CommandFailed(`There is no integration ${id}. "npm run hansard -- integration list" lists them.`)
  if (found.length > 1) throw new CommandFailed(`${found.length} integrations begin with ${id}: give more of the id.`)
  return first
}
