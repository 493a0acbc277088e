/** A request to somebody else's server. */
export interface HttpRequest {
  readonly method?: 'GET' | 'POST'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Larger answers are a PermanentError. */
  readonly maxBytes: number
  readonly timeoutMs: number
  /** Hosts (or `*.domain`, or host:port) the request may go to, its redirects included; undefined: the URL's own host only. */
  readonly allowedHosts?: readonly string[] | undefined
  readonly signal?: AbortSignal
}

export interface HttpAnswer {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/**
 * Follows redirects within `allowedHosts` and never sends `authorization` to another host. Answers of any status are
 * returned; a connection that failed, was reset or timed out is a TransientError, a forbidden host or too large an answer a PermanentError.
 */
export type Http = (request: HttpRequest) => Promise<HttpAnswer>
