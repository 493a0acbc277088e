import type { Command } from 'commander'
import type { KeyRing } from '@hansard/shared/crypto/key-ring'
import { keyHolders, type KeyHolder } from '@hansard/shared/keys/processes'
import { resealColumn, sealedColumns } from '@hansard/shared/keys/reseal'
import type { Postgres } from '@hansard/shared/postgres/postgres'
import { keyRingOf, withPostgres } from '../connections.ts'
import type { Surroundings } from '../hansard.ts'
import { readKeyUse } from '../keys/key-use.ts'
import { renderKeyUse } from '../keys/render-key-use.ts'
import { CommandFailed } from '../problems.ts'

/** `keys status`, `keys rotate`: the keys that seal secrets, and changing them while everything runs. */
export const addKeysCommands = (program: Command, surroundings: Surroundings): void => {
  const { env, terminal } = surroundings
  const group = program.command('keys').description('the keys that seal secrets, and changing them')

  group
    .command('status')
    .summary('tell what each key still seals, and which may be removed')
    .description(
      'tell which processes have which keys, what each key still seals in\nPostgreSQL and in topics, and which may be removed from the key ring',
    )
    .option('--json', 'for programs')
    .action(async ({ json }: { readonly json?: true }) => {
      const keyRing = keyRingOf(env)
      const use = await readKeyUse(env, keyRing)
      terminal.print(json ? JSON.stringify(use, undefined, 2) : renderKeyUse(use, keyRing, terminal).join('\n'))
    })

  group
    .command('rotate')
    .summary('seal everything in PostgreSQL with the first key of the ring')
    .description('seal everything in PostgreSQL with the first key of the ring, beside running\napps; done again it goes on where it ended')
    .action(async () => {
      const keyRing = keyRingOf(env)
      await withPostgres(env, async (postgres) => {
        refuseUnlessKnown(keyRing, await keyHolders(postgres))
        await rotate(postgres, keyRing, terminal)
      })
    })
}

/** What is sealed with a key that a process lacks would be lost to it: it would refuse deliveries. */
const refuseUnlessKnown = ({ currentKeyId }: KeyRing, holders: readonly KeyHolder[]): void => {
  const without = holders.filter(({ keyIds }) => !keyIds.includes(currentKeyId))
  if (without.length === 0) return
  const lines = without.map(({ process, keyIds }) => `  ${process} has ${keyIds.join(', ')}`)
  throw new CommandFailed(
    [
      `Nothing is sealed with the key ${currentKeyId} yet, because these processes do not have it:`,
      ...lines,
      'Give it to all of them first, as the last of their keys.',
    ].join('\n'),
  )
}

const rotate = async (postgres: Postgres, keyRing: KeyRing, terminal: Surroundings['terminal']): Promise<void> => {
  let left = 0
  for (const column of sealedColumns) {
    const { sealed, unreadable } = await resealColumn(postgres, keyRing, column, (done) => terminal.remark(`${column.name}: ${done}`))
    terminal.print(`${column.name}: ${sealed} sealed with ${keyRing.currentKeyId}`)
    for (const { id, problem } of unreadable) terminal.remark(`${column.name}: ${id} stays as it is: ${problem}`)
    left += unreadable.length
  }
  if (left > 0) throw new CommandFailed(`${left} rows could not be opened with any key of the ring.`)
  terminal.print('"keys status" tells until when the older keys are needed for what is in topics.')
}
