import type { Command } from 'commander'
import type { Surroundings } from '../hansard.ts'
import { addDlqExplain } from './dlq-explain.ts'
import { addDlqList } from './dlq-list.ts'
import { addDlqPark } from './dlq-park.ts'
import { addDlqRedrive } from './dlq-redrive.ts'
import { addDlqShow } from './dlq-show.ts'

/** `dlq list`, `show`, `explain`, `redrive`, `park`: what the stages gave up, and what to do with it. */
export const addDlqCommands = (program: Command, surroundings: Surroundings): void => {
  const group = program.command('dlq').description('what the stages gave up: look at it, give it back, park it')
  for (const add of [addDlqList, addDlqShow, addDlqExplain, addDlqRedrive, addDlqPark]) add(group, surroundings)
}
