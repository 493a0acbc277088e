import type { Command } from 'commander'
import { groupLetters } from '@hansard/shared/dead-letters/groups'
import { counted } from '../dlq/format.ts'
import { stageOption } from '../dlq/options.ts'
import { withLetters } from '../dlq/read.ts'
import { renderGroup, wantsAttention } from '../dlq/render-groups.ts'
import type { Surroundings } from '../hansard.ts'

interface ListOptions {
  readonly stage?: string
  readonly all?: true
  readonly json?: true
}

/** `dlq list`: the dead letters by stage and cause. */
export const addDlqList = (group: Command, { env, terminal }: Surroundings): void => {
  group
    .command('list')
    .summary('list dead letters by stage and cause')
    .description('list dead letters by stage and cause, the cause that struck last first; times are UTC')
    .addOption(stageOption())
    .option('--all', 'also causes of which all letters are redriven or parked')
    .option('--json', 'for programs')
    .action((options: ListOptions) =>
      withLetters(env, options.stage, async ({ letters }) => {
        const groups = groupLetters(letters)
        const listed = options.all ? groups : groups.filter(wantsAttention)
        if (options.json) return terminal.print(JSON.stringify(listed, undefined, 2))
        if (groups.length === 0) return terminal.print('There are no dead letters.')
        const hidden = groups.length - listed.length
        const sections = [
          ...(listed.length === 0 ? [['No dead letter is open.']] : listed.map((one) => renderGroup(one, terminal))),
          ...(hidden === 0
            ? []
            : [[`${counted(hidden, 'cause', 'causes')} with nothing open: --all lists ${hidden === 1 ? 'it' : 'them'} too.`]]),
          ...(listed.length === 0 ? [] : [['What one means, and what to do: npm run hansard -- dlq explain <fingerprint>']]),
        ]
        terminal.print(sections.map((lines) => lines.join('\n')).join('\n\n'))
      }),
    )
}
