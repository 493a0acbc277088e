import type { Command } from 'commander'
import { withPostgres } from '../connections.ts'
import { renderDifference } from '../diff/render-difference.ts'
import type { Surroundings } from '../hansard.ts'
import { CommandFailed } from '../problems.ts'
import { revisionsOf } from '../where/meetings.ts'
import { idOf } from './meeting-command.ts'
import { positive } from './positive.ts'

/** `diff <meeting> <revision> <revision>`: what is different between two revisions of a meeting. */
export const addDiffCommand = (program: Command, { env, terminal }: Surroundings): void => {
  program
    .command('diff')
    .argument('<meeting-id>', 'the meeting')
    .argument('<revision>', 'an earlier revision', positive)
    .argument('<other>', 'a later one', positive)
    .description('show what is different between two revisions of a meeting')
    .action(async (meetingText: string, first: number, second: number) => {
      const meetingId = idOf('meeting', meetingText)
      const found = await withPostgres(env, (postgres) => revisionsOf(postgres, meetingId, [first, second]))
      const [before, after] = [first, second].map((wanted) => found.find(({ revision }) => revision === wanted))
      const missing = [first, second].filter((wanted) => !found.some(({ revision }) => revision === wanted))
      if (before === undefined || after === undefined)
        throw new CommandFailed(
          `Meeting ${meetingId} has no revision ${missing.join(' and no ')}. To see those it has: npm run hansard -- where ${meetingId}`,
        )
      for (const line of renderDifference(before, after, terminal)) terminal.print(line)
    })
}
