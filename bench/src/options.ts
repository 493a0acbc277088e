import { parseArgs } from 'node:util'
import { SetupError } from '@hansard/stack/setup-error'

export const partNames = ['ingest', 'stage', 'chain', 'scale', 'lifecycle'] as const
export type PartName = (typeof partNames)[number]

/** How thorough: `quick` is a look, `full` what docs/performance.md quotes, `long` adds ten minutes of steady load. */
export type Depth = 'quick' | 'full' | 'long'

export interface Options {
  readonly parts: readonly PartName[]
  readonly depth: Depth
  /** Where the report goes, as Markdown, and beside it as JSON; without it, below .hansard/. */
  readonly report: string | undefined
}

const help = `npm run bench -- [${partNames.join('] [')}] [--quick | --long] [--report file.md]

Measures Hansard on its embedded stack and prints tables; no part named: all of them. The figures are written as Markdown and JSON,
to .hansard/bench/report.md and .json unless told otherwise. --quick takes under two minutes and gives an idea; --long also looks for
ten minutes whether memory grows. Exit code 1: an audit failed, so that the figures mean nothing.
`

/** The options, or the help to show. Throws SetupError for what it does not understand. */
export const readOptions = (args: readonly string[]): Options | string => {
  const { values, positionals } = parsed(args)
  if (values.help === true) return help
  if (values.quick === true && values.long === true) throw new SetupError('--quick and --long exclude each other.')
  const unknown = positionals.find((name) => !partNames.some((part) => part === name))
  if (unknown !== undefined) throw new SetupError(`There is no part "${unknown}": ${partNames.join(', ')}.`)
  const parts = partNames.filter((part) => positionals.length === 0 || positionals.includes(part))
  return { parts, depth: values.quick === true ? 'quick' : values.long === true ? 'long' : 'full', report: values.report }
}

const parsed = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        quick: { type: 'boolean' },
        long: { type: 'boolean' },
        report: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : String(error)}\n\n${help}`)
  }
}
