import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { SetupError } from '@hansard/stack/setup-error'
import { profiles, type Profile } from './profile.ts'
import { sabotages, type Sabotage } from './sabotage.ts'

export interface Options {
  readonly profile: Profile
  readonly seed: string
  /** Where the report goes, as Markdown, and beside it as JSON. */
  readonly report: string | undefined
  readonly calm: boolean
  readonly sabotage: Sabotage | undefined
}

const help = `npm run chaos -- [--profile short|long] [--seed text] [--minutes n] [--rate n] [--report file.md]
                 [--calm] [--sabotage drop|double|alter]

Runs Hansard with three Kafka brokers and two processes of each app on this machine, lets faults strike
while webhooks arrive, and audits that nothing was lost, doubled or left unexplained. Exit code 1: something was.
The same seed plans the same deliveries and the same faults. With --calm no fault strikes:
what the load alone comes to. With --sabotage a transcript is tampered with
before the audit, which must find it.
`

/** The options, or the help to show. Throws SetupError for what it does not understand. */
export const readOptions = (args: readonly string[]): Options | string => {
  const { values } = parsed(args)
  if (values.help === true) return help
  const base = profiles[values.profile === 'long' ? 'long' : 'short']
  if (!Object.hasOwn(profiles, values.profile)) throw new SetupError(`There is no profile "${values.profile}": short or long.`)
  return {
    profile: { ...base, minutes: numberOf('minutes', values.minutes) ?? base.minutes, rate: numberOf('rate', values.rate) ?? base.rate },
    seed: values.seed ?? randomBytes(4).toString('hex'),
    report: values.report,
    calm: values.calm === true,
    sabotage: sabotageOf(values.sabotage),
  }
}

const parsed = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        profile: { type: 'string', default: 'short' },
        seed: { type: 'string' },
        minutes: { type: 'string' },
        rate: { type: 'string' },
        report: { type: 'string' },
        calm: { type: 'boolean' },
        sabotage: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : String(error)}\n\n${help}`)
  }
}

const sabotageOf = (text: string | undefined): Sabotage | undefined => {
  const kind = sabotages.find((each) => each === text)
  if (text !== undefined && kind === undefined) throw new SetupError(`There is no sabotage "${text}": ${sabotages.join(', ')}.`)
  return kind
}

const numberOf = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const value = Number(text)
  if (!(value > 0)) throw new SetupError(`--${name} must be a number above 0, not "${text}".`)
  return value
}
