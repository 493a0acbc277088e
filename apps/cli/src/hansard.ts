import { Command } from 'commander'
import { addDlqCommands } from './commands/dlq.ts'
import { addIntegrationCommands } from './commands/integration.ts'
import { addKeysCommands } from './commands/keys.ts'
import { addOverdueCommand } from './commands/overdue.ts'
import { addSecretCommands } from './commands/secret.ts'
import { addMergeCommand } from './commands/merge.ts'
import { addDiffCommand } from './commands/diff.ts'
import { addSpeakerCommand } from './commands/speaker.ts'
import { addUnmergeCommand } from './commands/unmerge.ts'
import { addWhereCommand } from './commands/where.ts'
import { addWorkspaceCommands } from './commands/workspace.ts'
import type { Environment } from './connections.ts'
import { withDashedValues } from './dashed-values.ts'
import { exitCodes, explain } from './problems.ts'
import type { Terminal } from './terminal/terminal.ts'

/** What commands get from the process. */
export interface Surroundings {
  readonly env: Environment
  readonly terminal: Terminal
}

/** Runs one command line (without the program's name) and returns the exit code: 0 done, 1 failed or not found, 2 misused. Never throws. */
export const hansard = async (args: readonly string[], surroundings: Surroundings): Promise<number> => {
  const { terminal } = surroundings
  const program = new Command('npm run hansard --')
    .description('Administers a Hansard and tells where a delivery or a meeting is, and why.')
    .exitOverride()
    .showHelpAfterError('(add --help for how it is used)')
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.remark(text.trimEnd()),
      getOutHelpWidth: () => terminal.columns,
      getErrHelpWidth: () => terminal.columns,
      getOutHasColors: () => terminal.colours.isColorSupported,
      getErrHasColors: () => terminal.colours.isColorSupported,
    })
  addWorkspaceCommands(program, surroundings)
  addIntegrationCommands(program, surroundings)
  addSecretCommands(program, surroundings)
  addKeysCommands(program, surroundings)
  addWhereCommand(program, surroundings)
  addOverdueCommand(program, surroundings)
  addDiffCommand(program, surroundings)
  addMergeCommand(program, surroundings)
  addUnmergeCommand(program, surroundings)
  addSpeakerCommand(program, surroundings)
  addDlqCommands(program, surroundings)
  try {
    await program.parseAsync([...withDashedValues(program, args)], { from: 'user' })
    return exitCodes.ok
  } catch (error) {
    const { text, exitCode } = explain(error)
    if (text !== undefined) terminal.remark(text)
    return exitCode
  }
}
