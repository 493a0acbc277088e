import type { Command } from 'commander'
import { addWorkspace, listWorkspaces } from '@hansard/shared/directory/administration'
import { withPostgres } from '../connections.ts'
import type { Surroundings } from '../hansard.ts'
import { oneLine } from '@hansard/shared/printable'
import { wrap } from '../terminal/text.ts'

/** `workspace add`, `workspace list`. */
export const addWorkspaceCommands = (program: Command, { env, terminal }: Surroundings): void => {
  const group = program.command('workspace').description('whose meetings Hansard takes in')

  group
    .command('add <name>')
    .description('add a workspace, or domains and members to one')
    .option('--domain <domain...>', 'hosts with addresses of this domain belong to it')
    .option('--member <email...>', 'so do hosts with this very address')
    .action((name: string, options: { readonly domain?: readonly string[]; readonly member?: readonly string[] }) =>
      withPostgres(env, async (postgres) => {
        const id = await addWorkspace(postgres, { name, domains: options.domain ?? [], members: options.member ?? [] })
        terminal.print(`The workspace "${name}" is there: ${id}`)
      }),
    )

  group
    .command('list')
    .description('list the workspaces with their domains and members')
    .option('--json', 'for programs')
    .action((options: { readonly json?: true }) =>
      withPostgres(env, async (postgres) => {
        const workspaces = await listWorkspaces(postgres)
        if (options.json) return terminal.print(JSON.stringify(workspaces, undefined, 2))
        if (workspaces.length === 0) return terminal.print('There is no workspace yet. "npm run hansard -- workspace add" makes one.')
        for (const { id, name, domains, members } of workspaces) {
          terminal.print(`${terminal.colours.bold(oneLine(name))}  ${terminal.colours.dim(id)}`)
          for (const [what, values] of [['domains', domains] as const, ['members', members] as const])
            if (values.length > 0)
              wrap(values.map(oneLine).join(', '), terminal.columns - 11).forEach((line, index) =>
                terminal.print(`  ${index === 0 ? what : ' '.repeat(what.length)}  ${line}`),
              )
        }
      }),
    )
}
