import { join } from 'node:path'
import { styleText } from 'node:util'
import { visible } from '@hansard/shared/printable'
import { Argument, Command } from 'commander'
import type { PlatformName } from '../meeting/meeting.ts'
import { webhooks } from './choose.ts'
import { send } from './send.ts'
import type { SendOptions } from './send.ts'
import { SendError, readSettings } from './settings.ts'

const stateDir = join(import.meta.dirname, '../../../../.hansard')

/** Where `styleText` colours: what it writes is ours. */
const coloured = process.stdout.isTTY || process.env['FORCE_COLOR'] !== undefined

const run = async (platform: PlatformName, { state, ...options }: SendOptions & { readonly state?: string }): Promise<void> => {
  const io = {
    now: Date.now,
    print: (text: string) => console.log(visible(text, coloured)),
    paint: (colour: Parameters<typeof styleText>[0], text: string) => styleText(colour, text, { stream: process.stdout }),
  }
  try {
    if (!(await send(platform, options, readSettings(state ?? stateDir, process.env), io))) process.exitCode = 1
  } catch (error) {
    if (!(error instanceof SendError)) throw error
    console.error(visible(error.message))
    process.exitCode = 1
  }
}

await new Command('npm run send --')
  .description('Sends one signed webhook to a running Hansard and shows the answer.')
  .addArgument(new Argument('<platform>', 'whose webhook').choices(Object.keys(webhooks)))
  .option('--duplicate', 'send the same delivery twice')
  .option('--forged', 'sign it with a wrong secret')
  .option('--file <payload.json>', "send this file's bytes")
  .option('--event <name>', "one of the platform's other events")
  .option('--meeting <name>', 'an invented meeting, the same on every platform')
  .option('--url <address>', "send here, for example to an integration's URL")
  .option('--state <folder>', 'where npm start keeps its state, .hansard by default')
  .addHelpText(
    'after',
    `\nEvents:\n${Object.entries(webhooks)
      .map(
        ([name, builds]) =>
          `  ${name}\n${Object.keys(builds)
            .map((event) => `    ${event}`)
            .join('\n')}`,
      )
      .join('\n')}`,
  )
  .action(run)
  .parseAsync()
