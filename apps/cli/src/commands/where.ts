import type { Command } from 'commander'
import { withKafka, withPostgres } from '../connections.ts'
import type { Surroundings } from '../hansard.ts'
import { CommandFailed } from '../problems.ts'
import { notReported } from '../where/not-reported.ts'
import { renderWhereabouts } from '../where/render.ts'
import { whereabouts } from '../where/where.ts'
import { positive } from './positive.ts'

interface WhereOptions {
  readonly json?: true
  readonly limit: number
}

/** How far the verifier is, is an addition to the answer and not worth a long wait. */
const lagTimeoutMs = 3_000

/** `where <name>`: every step of a delivery, and the meeting it ended in. */
export const addWhereCommand = (program: Command, { env, terminal }: Surroundings): void => {
  program
    .command('where <id>')
    .summary('tell where a delivery or a meeting is, and why')
    .description('tell where a delivery or a meeting is, and why: every step, its time, outcome and reason')
    .addHelpText(
      'after',
      '\nThe id may be that of a webhook event, a meeting or a transcript, or the\nplatform’s own id of the meeting, or another name of it. Times are UTC.',
    )
    .option('--json', 'for programs')
    .option('--limit <deliveries>', 'show the newest so many deliveries', positive, 20)
    .action((name: string, options: WhereOptions) =>
      withPostgres(env, async (postgres) => {
        const found = await whereabouts(postgres, name, options.limit)
        if (found === undefined) throw new CommandFailed(await notReported(name, (work) => withKafka(env, lagTimeoutMs, work)))
        if (options.json) return terminal.print(JSON.stringify(found, undefined, 2))
        terminal.print(renderWhereabouts(found, terminal, new Date()))
      }),
    )
}
