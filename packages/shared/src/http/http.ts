import { TransientError } from '../errors.ts'

/** A request to somebody else's server. */
export interface HttpRequest {
  readonly method?: 'GET' | 'POST'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Larger answers are a PermanentError; counted as sent and after decompression. */
  readonly maxBytes: number
  /** From the look-up of the name to the last byte, redirects included. */
  readonly timeoutMs: number
  /** Hosts (or `*.domain`, or host:port) the request may go to, its redirects included; undefined: the URL's own host only. */
  readonly allowedHosts?: readonly string[] | undefined
  /** Media types that a 2xx answer may have (`text/vtt`, `application/*+json`); one without a type passes. Undefined: any. */
  readonly mediaTypes?: readonly string[]
  readonly signal?: AbortSignal
}

export interface HttpAnswer {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  /** Decompressed. */
  readonly body: Buffer
}

/** A 2xx answer is of a type that was not asked for: an error page, mostly. Its body was not read. */
export class MediaTypeError extends TransientError {
  override readonly name = 'MediaTypeError'
}

/**
 * Follows redirects within `allowedHosts`; to another host it takes neither credentials nor a body. Answers of any other status are returned.
 *
 * TransientError: no answer, or not all of it, in time; a connection that failed or was reset; a name that does not resolve; an answer
 * that does not decompress. MediaTypeError: see there. PermanentError: a host, an address or a scheme that may not be asked; an answer
 * that is too large or compressed in a way that was not offered; a redirect that may not be followed.
 */
export type Http = (request: HttpRequest) => Promise<HttpAnswer>
