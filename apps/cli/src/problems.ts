import { CommanderError } from 'commander'
import { AdministrationError } from '@hansard/shared/directory/administration-error'
import { messageOf, UnavailableError, type Dependency } from '@hansard/shared/errors'
import { ConfigError } from '@hansard/shared/runtime/config'

/** The command line itself was wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The command was understood and could not be done, or found nothing: exit code 1. The message is a sentence for a person. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed'
}

export const exitCodes = { ok: 0, failed: 1, usage: 2 } as const

const names: Readonly<Record<Dependency, string>> = {
  postgres: 'PostgreSQL',
  kafka: 'Kafka',
  redis: 'Redis',
  registry: 'The schema registry',
}

/** PostgreSQL's codes for a schema, table or column that does not exist: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const notProvisioned = new Set(['3F000', '42P01', '42703'])

/** What to tell about an error, and the exit code; no text where commander has said it already. */
export const explain = (error: unknown): { readonly text: string | undefined; readonly exitCode: number } => {
  if (error instanceof CommanderError) return { text: undefined, exitCode: error.exitCode === 0 ? exitCodes.ok : exitCodes.usage }
  if (error instanceof UsageError) return { text: error.message, exitCode: exitCodes.usage }
  return { text: explained(error), exitCode: exitCodes.failed }
}

const explained = (error: unknown): string => {
  if (error instanceof UnavailableError) {
    const why = error.message.replace(/^\S+ is unavailable: /, '')
    return `${names[error.dependency]} does not answer (${why}). Is Hansard running? "npm start" starts it.`
  }
  if (error instanceof CommandFailed || error instanceof AdministrationError || error instanceof ConfigError) return error.message
  const { code } = error as { readonly code?: unknown }
  if (typeof code === 'string' && notProvisioned.has(code)) return 'The database lacks tables of Hansard: "npm run provision" makes them.'
  return messageOf(error)
}
