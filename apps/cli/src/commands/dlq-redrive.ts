import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import type { StandingLetter } from '@hansard/shared/dead-letters/groups'
import { redrive } from '@hansard/shared/dead-letters/redrive'
import { redriveTopicOf } from '@hansard/shared/dead-letters/redriven-record'
import { isRedrivable } from '@hansard/shared/dead-letters/selection'
import { readConfig } from '@hansard/shared/runtime/config'
import { stageConfig } from '@hansard/shared/stage/run-stage'
import { journal } from '@hansard/shared/topics'
import { z } from 'zod'
import { registryOf } from '../connections.ts'
import { deadLetters, indented } from '../dlq/format.ts'
import { moment, rate, selectionOf, stageOption, whoOf, type SelectionOptions } from '../dlq/options.ts'
import { selected, withLetters, type Clinic } from '../dlq/read.ts'
import { adviceAfter, renderVerdicts } from '../dlq/render-verdicts.ts'
import { tryInStage } from '../dlq/try-in-stage.ts'
import type { Surroundings } from '../hansard.ts'
import { CommandFailed } from '../problems.ts'

interface RedriveOptions extends SelectionOptions {
  readonly stage?: string
  readonly dryRun?: true
  readonly parked?: true
  readonly rate: number
  readonly by: string
  readonly reason?: string
}

/** `dlq redrive`: gives dead letters back to the stage that gave them up. */
export const addDlqRedrive = (group: Command, surroundings: Surroundings): void => {
  const { env } = surroundings
  group
    .command('redrive')
    .summary('give dead letters back to their stage, or try them first')
    .description('give dead letters back to the stage that gave them up: each once, with all its attempts before it')
    .option('--id <id>', 'of the webhook event, or topic/partition/offset')
    .option('--fingerprint <fingerprint>', 'all of one cause; the beginning is enough')
    .option('--from <time>', 'those that failed last at that time or later (UTC)', moment)
    .option('--to <time>', 'those that failed last before that time', moment)
    .addOption(stageOption())
    .option('--dry-run', 'only try them with the code of today, and change nothing')
    .option('--parked', 'also those that are parked')
    .option('--rate <n/s>', 'not faster than so many a second', rate, 10)
    .option('--by <who>', 'who decides it', whoOf(env))
    .option('--reason <why>', 'why: it stays with the delivery')
    .addHelpText('after', '\nWhat fails again after that is parked. Interrupted, the same command goes on.')
    .action((options: RedriveOptions) => {
      const selection = selectionOf(options, '--id, --fingerprint, or --from and --to')
      return withLetters(env, options.stage, async (clinic) => {
        const found = selected(clinic.letters, selection)
        const chosen = found.filter(({ standing }) => isRedrivable(standing, options.parked === true))
        tellCount(found, chosen, surroundings)
        const byStage = [...Map.groupBy(chosen, ({ letter }) => letter.stage)]
        for (const [stage, letters] of byStage)
          await (options.dryRun ? tryThem : giveThemBack)(stage, letters, { clinic, options, surroundings })
      })
    })
}

interface Work {
  readonly clinic: Clinic
  readonly options: RedriveOptions
  readonly surroundings: Surroundings
}

/** How many will be given back, and what becomes of the others. Throws CommandFailed when there is nothing to do. */
const tellCount = (found: readonly StandingLetter[], chosen: readonly StandingLetter[], { terminal }: Surroundings) => {
  const left = found.filter((one) => !chosen.includes(one))
  const [parked, redriven] = (['parked', 'redriven'] as const).map(
    (state) => left.filter(({ standing }) => standing.state === state).length,
  )
  const more = (number: number, one: string, many: string) =>
    `${number.toLocaleString('en')} ${chosen.length === 0 ? '' : 'more '}${number === 1 ? one : many}`
  const others = [
    ...(parked ? [more(parked, 'is parked: --parked takes it too.', 'are parked: --parked takes them too.')] : []),
    ...(redriven ? [more(redriven, 'was given back already.', 'were given back already.')] : []),
  ]
  if (chosen.length === 0) throw new CommandFailed(['None of these can be given back.', ...others].join(' '))
  terminal.print([`${deadLetters(chosen.length)} to give back.`, ...others].flatMap((text) => indented(text, 0, terminal)).join('\n'))
}

const tryThem = async (stage: string, letters: readonly StandingLetter[], { clinic, surroundings: { env, terminal } }: Work) => {
  const verdicts = await tryInStage(
    clinic.kafka,
    env,
    stage,
    letters.map(({ letter }) => letter),
  )
  terminal.print(['', ...renderVerdicts(stage, verdicts, terminal), ...indented(adviceAfter(verdicts), 0, terminal)].join('\n'))
}

const progressEveryMs = 5_000

const giveThemBack = async (stage: string, letters: readonly StandingLetter[], { clinic, options, surroundings }: Work) => {
  const { env, terminal } = surroundings
  const { RETRY_DELAYS: retryDelays } = readConfig(z.object({ RETRY_DELAYS: stageConfig.RETRY_DELAYS }), env)
  const codec = await registryOf(env).codec([journal])
  let toldAt = Date.now()
  const redriven = await redrive(
    { ...clinic, codec, retryDelays, now: Date.now, sleep },
    {
      stage,
      letters: letters.map(({ letter }) => letter),
      by: options.by,
      reason: options.reason ?? '',
      parkedToo: options.parked === true,
      perSecond: options.rate,
      onProgress(soFar) {
        if (Date.now() - toldAt < progressEveryMs) return
        toldAt = Date.now()
        terminal.remark(`${soFar.toLocaleString('en')} of ${letters.length.toLocaleString('en')} …`)
      },
    },
  )
  const missed = letters.length - redriven
  const lines = [
    `${deadLetters(redriven)} of ${stage} given back, in ${redriveTopicOf(stage, retryDelays)}. What fails again will be parked.`,
    ...(missed === 0 ? [] : [`${deadLetters(missed)} were left: somebody gave them back or parked them meanwhile.`]),
  ]
  terminal.print(lines.flatMap((text) => indented(text, 0, terminal)).join('\n'))
}
