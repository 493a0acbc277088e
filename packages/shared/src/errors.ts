/**
 * Whose fault is it? Adapters throw one of these; the stage engine decides by class, never by matching text.
 * Anything else that is thrown counts as transient.
 */

/** The message's own fault: it can never succeed (bad data, 400, 401/403 after a credential refresh, 404). Dead letter at once. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError'
}

/** This one failed now and may succeed later (timeout, 429, 5xx, reset). Retried, never before `retryAt`; after the last attempt a dead letter. */
export class TransientError extends Error {
  override readonly name: string = 'TransientError'
  /** Epoch milliseconds before which another attempt is pointless, when the other side said so. */
  readonly retryAt: number | undefined
  /** Whether it speaks of this record alone, or of everything that is asked of the other side (unreachable, 5xx). */
  readonly scope: 'record' | 'platform'
  /** Which host it speaks of, where that is known. */
  readonly host: string | undefined

  constructor(
    message: string,
    options: ErrorOptions & { readonly retryAt?: number | undefined; readonly scope?: 'record' | 'platform'; readonly host?: string } = {},
  ) {
    super(message, options)
    this.retryAt = options.retryAt
    this.scope = options.scope ?? 'record'
    this.host = options.host
  }
}

/**
 * What is asked for is not there yet, as was to be expected (a meeting still going on), or now is not the time to ask (the
 * platform is down as a whole). Tried again later without spending an attempt or counting as a failure, until it has waited too long.
 */
export class NotYetError extends TransientError {
  override readonly name = 'NotYetError'
}

export type Dependency = 'kafka' | 'redis' | 'postgres' | 'registry'

/** One of our own dependencies is down. The record waits where it is, no attempt is spent, nothing is committed. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError'
  readonly dependency: Dependency

  constructor(dependency: Dependency, message: string, options?: ErrorOptions) {
    super(`${dependency} is unavailable: ${message}`, options)
    this.dependency = dependency
  }
}

/** Whether a statement over many items may have failed for what one of them is: everything but a dependency that is down. */
export const mayBeOneItems = (error: unknown): boolean => !(error instanceof UnavailableError)

/** The message of anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
