import { createHash } from 'node:crypto'
import { messageOf, PermanentError, TransientError } from '../errors.ts'

/** Why a record was given up. */
export interface Failure {
  readonly errorClass: string
  readonly message: string
}

export const failureOf = (error: unknown): Failure => {
  const known = error instanceof PermanentError || error instanceof TransientError
  const name = error instanceof Error ? error.name : 'unknown'
  return { errorClass: known ? name : `unexpected.${name}`, message: messageOf(error).slice(0, 2_000) }
}

/** Groups failures of one cause: what varies from record to record (ids, numbers, hosts' ports) is left out of the message first. */
export const fingerprintOf = (stage: string, { errorClass, message }: Failure): string => {
  const general = message
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '<id>')
    .replaceAll(/\b[0-9a-f]{16,}\b/gi, '<hex>')
    .replaceAll(/\d+/g, '<n>')
  return createHash('sha256').update(`${stage}\n${errorClass}\n${general}`).digest('hex').slice(0, 16)
}
