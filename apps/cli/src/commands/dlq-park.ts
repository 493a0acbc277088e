import type { Command } from 'commander'
import { park } from '@hansard/shared/dead-letters/park'
import { journal } from '@hansard/shared/topics'
import { registryOf } from '../connections.ts'
import { deadLetters } from '../dlq/format.ts'
import { selectionOf, whoOf } from '../dlq/options.ts'
import { selected, withLetters } from '../dlq/read.ts'
import type { Surroundings } from '../hansard.ts'
import { CommandFailed } from '../problems.ts'

interface ParkOptions {
  readonly id?: string
  readonly fingerprint?: string
  readonly by: string
  readonly reason: string
}

/** `dlq park`: marks dead letters as looked at and left alone. */
export const addDlqPark = (group: Command, { env, terminal }: Surroundings): void => {
  group
    .command('park')
    .summary('mark dead letters as looked at')
    .description('mark dead letters as looked at: they are neither listed nor given back with others any more')
    .option('--id <id>', 'of the webhook event, or topic/partition/offset')
    .option('--fingerprint <fingerprint>', 'all of one cause; the beginning is enough')
    .option('--by <who>', 'who decides it', whoOf(env))
    .requiredOption('--reason <why>', 'why: it stays with the delivery')
    .action((options: ParkOptions) => {
      const selection = selectionOf(options, '--id or --fingerprint')
      return withLetters(env, undefined, async ({ kafka, postgres, letters }) => {
        const found = selected(letters, selection)
        const wanted = found.filter(({ standing }) => standing.state === 'open' || standing.state === 'parked').map(({ letter }) => letter)
        if (wanted.length === 0) throw new CommandFailed('None of these can be parked: they were given back.')
        const codec = await registryOf(env).codec([journal])
        const parked = await park({ kafka, postgres, codec, now: Date.now }, wanted, options)
        terminal.print(`${deadLetters(parked)} parked. "npm run hansard -- dlq list --all" still lists them.`)
      })
    })
}
