import type { Command, Option } from 'commander'

/**
 * The arguments with those that begin with a dash and are no option behind `--`, where commander takes them for what they are: ids of
 * Otter are base64url, so that one in 64 begins with a dash. An argument stays an option where it is written like one (`-x`, `--words`),
 * or where the command takes no more arguments: then commander says that there is no such option.
 */
export const withDashedValues = (program: Command, args: readonly string[]): readonly string[] => {
  const { command, rest, path } = commandOf(program, args)
  if (rest.includes('--')) return args
  const options: string[] = []
  const values: string[] = []
  for (let index = 0; index < rest.length; index += 1) {
    const argument = rest[index] ?? ''
    const option = optionOf(command, argument)
    if (option === undefined && (argument === '-' || !argument.startsWith('-') || !isWrittenAsOption(argument))) {
      values.push(argument)
      continue
    }
    options.push(argument)
    const next = rest[index + 1]
    if (option !== undefined && takesNext(option, argument, next) && next !== undefined) {
      options.push(next)
      index += 1
    }
  }
  const dashed = values.some((value) => value.startsWith('-'))
  return dashed && values.length <= mostValues(command) ? [...path, ...options, '--', ...values] : args
}

/** The command that the first words name, and what comes after them. */
const commandOf = (program: Command, args: readonly string[]): { command: Command; rest: readonly string[]; path: readonly string[] } => {
  let command = program
  let depth = 0
  for (const word of args) {
    const next = command.commands.find((one) => one.name() === word || one.aliases().includes(word))
    if (next === undefined) break
    command = next
    depth += 1
  }
  return { command, rest: args.slice(depth), path: args.slice(0, depth) }
}

const optionOf = ({ options }: Command, argument: string): Option | undefined =>
  options.find(({ short, long }) => short === argument || long === argument || (long !== undefined && argument.startsWith(`${long}=`)))

/** A letter, or words in lower case with what may follow `=`. Ids are longer, and have capitals and digits in them. */
const isWrittenAsOption = (argument: string): boolean => /^(?:-[A-Za-z]|--[a-z]+(?:-[a-z]+)*(?:=.*)?)$/s.test(argument)

const takesNext = (option: Option, argument: string, next: string | undefined): boolean => {
  if (argument.includes('=')) return false
  return option.required || (option.optional && next?.startsWith('-') === false)
}

const mostValues = ({ registeredArguments }: Command): number =>
  registeredArguments.some(({ variadic }) => variadic) ? Number.POSITIVE_INFINITY : registeredArguments.length
