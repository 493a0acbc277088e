import { Option, type Command } from 'commander'
import type { IntegrationListing } from '@hansard/shared/directory/administration'
import type { Intake } from '@hansard/shared/directory/intake'
import { changeIntake, type IntakeChange } from '@hansard/shared/directory/intake-settings'
import type { Queryable } from '@hansard/shared/postgres/postgres'
import { withPostgres } from '../connections.ts'
import type { Surroundings } from '../hansard.ts'
import { CommandFailed } from '../problems.ts'
import { positive } from './positive.ts'

interface LimitOptions {
  readonly perMinute?: number
  readonly perHour?: number
  readonly over?: Intake['overLimit']
  readonly from?: readonly string[]
  readonly fromAnywhere?: true
  readonly standard?: true
}

/** `integration limit`. `theIntegration`: the integration whose id begins so. */
export const addLimitCommand = (
  group: Command,
  { env, terminal }: Surroundings,
  theIntegration: (postgres: Queryable, id: string) => Promise<IntegrationListing>,
): void => {
  group
    .command('limit <id>')
    .description('how much is taken from an integration, and from where; without options it is shown')
    .addOption(new Option('--per-minute <count>', 'deliveries a minute, per workspace and endpoint').argParser(positive))
    .addOption(new Option('--per-hour <count>', 'deliveries an hour, per workspace and endpoint').argParser(positive))
    .addOption(
      new Option('--over <what>', 'what becomes of more: a 429, taken and processed later, or no limit').choices([
        'refuse',
        'defer',
        'admit',
      ]),
    )
    .option('--from <sources...>', 'take deliveries from these addresses and CIDR blocks only')
    .option('--from-anywhere', 'take deliveries from every address')
    .option('--standard', 'back to the standard limits, refusing what is over them')
    .action((id: string, options: LimitOptions) =>
      withPostgres(env, async (postgres) => {
        const integration = await theIntegration(postgres, id)
        const intake = await changeIntake(postgres, integration.id, changeOf(options))
        if (intake === undefined) throw new CommandFailed(`The integration ${id} is gone.`)
        terminal.print(`The integration "${integration.name}" of ${integration.workspace} (${integration.platform}):`)
        terminal.print(describeIntake(intake).join('\n'))
      }),
    )
}

const changeOf = ({ perMinute, perHour, over, from, fromAnywhere, standard }: LimitOptions): IntakeChange => ({
  ...(standard && { perMinute: null, perHour: null, overLimit: 'refuse' as const }),
  ...(perMinute !== undefined && { perMinute }),
  ...(perHour !== undefined && { perHour }),
  ...(over !== undefined && { overLimit: over }),
  ...(from !== undefined && { allowedSources: from }),
  ...(fromAnywhere && { allowedSources: [] }),
})

const overIt = {
  refuse: 'refused with 429; not every platform sends it again',
  defer: 'accepted, and processed later',
  admit: 'accepted as if there were no limit',
} as const

/** For a person, in lines. */
export const describeIntake = ({ perMinute, perHour, overLimit, allowedSources }: Intake): readonly string[] => [
  `  at most     ${perMinute} a minute and ${perHour} an hour, per workspace and endpoint`,
  `  over it     ${overIt[overLimit]}`,
  `  taken from  ${allowedSources.length === 0 ? 'everywhere' : allowedSources.join(', ')}`,
]
