import type { EndpointName, Fault } from './faults.ts'

/** A request as the simulator saw it. Never holds the value of a credential. */
export interface LoggedRequest {
  /** Epoch milliseconds of arrival. */
  readonly at: number
  readonly method: string
  readonly host: string
  /** Without the query. */
  readonly path: string
  /** undefined: no simulated address. */
  readonly endpoint: EndpointName | undefined
  /** The scheme of the authorization header in lower case, or undefined. */
  readonly authorization: string | undefined
  /** What was answered; 0 when the connection ended without an answer. */
  readonly status: number
  readonly fault: Fault['kind'] | 'slow' | undefined
}

/** Something a platform's client must never do. */
export interface Offence {
  readonly at: number
  readonly kind: 'credential-to-another-host' | 'token-in-query' | 'uuid-encoded-once'
  readonly detail: string
}

export interface RequestLog {
  add(request: LoggedRequest): void
  offend(kind: Offence['kind'], detail: string): void
  requests(): readonly LoggedRequest[]
  offences(): readonly Offence[]
  clear(): void
}

const KEPT = 10_000

/** Keeps the last ten thousand requests. */
export const createRequestLog = (now: () => number): RequestLog => {
  let requests: LoggedRequest[] = []
  let offences: Offence[] = []
  return {
    add: (request) => {
      requests.push(request)
      if (requests.length > KEPT * 2) requests = requests.slice(-KEPT)
    },
    offend: (kind, detail) => offences.push({ at: now(), kind, detail }),
    requests: () => requests.slice(-KEPT),
    offences: () => [...offences],
    clear: () => {
      requests = []
      offences = []
    },
  }
}
