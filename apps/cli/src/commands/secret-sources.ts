import { readFile } from 'node:fs/promises'
import { secretText } from '@hansard/shared/directory/secret-text'
import { messageOf } from '@hansard/shared/errors'
import type { Environment } from '../connections.ts'
import { CommandFailed } from '../problems.ts'

/** Where a webhook secret comes from: never from an argument, which every process on the machine can see. */
export interface SecretSources {
  readonly secretFromEnv?: readonly string[]
  readonly secretFromFile?: readonly string[]
}

/** An option that may be given more than once. */
export const collected = (value: string, others: readonly string[] = []): readonly string[] => [...others, value]

/** The secrets of the options, else what is typed, without what surrounds them; undefined where nothing is. Throws CommandFailed for an empty variable or file. */
export const givenSecrets = async (
  { secretFromEnv: variables = [], secretFromFile: files = [] }: SecretSources,
  env: Environment,
  ask: (question: string) => Promise<string>,
  question: string,
): Promise<readonly string[] | undefined> => {
  const fromVariables = variables.map(
    (name) =>
      secretText(env[name] ?? '') || fail(`The variable ${name}, which should hold the secret, is ${env[name] ? 'empty' : 'not set'}.`),
  )
  const fromFiles = await Promise.all(
    files.map(async (file) => secretText(await contents(file)) || fail(`${file}, which should hold the secret, is empty.`)),
  )
  if (variables.length + files.length > 0) return [...fromVariables, ...fromFiles]
  const typed = secretText(await ask(question))
  return typed === '' ? undefined : [typed]
}

/** The text of a file that a person named. */
export const contents = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: unknown) => fail(`${file} cannot be read: ${messageOf(error)}`))

const fail = (message: string): never => {
  throw new CommandFailed(message)
}
