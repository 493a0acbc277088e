import { PermanentError } from '../errors.ts'
import type { HttpAnswer } from './http.ts'

export interface Hop {
  readonly url: URL
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

const redirects = new Set([301, 302, 303, 307, 308])
/** All that another host may see of a request's headers: a token is for the host it was meant for. */
const harmless = new Set(['accept', 'accept-encoding', 'user-agent'])

/**
 * The request that an answer asks for instead, or undefined where it is no redirect. Throws PermanentError for one that must not be followed:
 * no usable address, from https to http, and of what was posted to anywhere but the same host unchanged.
 */
export const nextHop = (hop: Hop, { status, headers }: Pick<HttpAnswer, 'status' | 'headers'>): Hop | undefined => {
  const location = headers['location']
  if (!redirects.has(status) || location === undefined) return undefined
  const from = hop.url.host
  const url = URL.canParse(location, hop.url.href) ? new URL(location, hop.url.href) : undefined
  if (url === undefined) throw new PermanentError(`${from} redirected to something that is no address`)
  if (hop.url.protocol === 'https:' && url.protocol === 'http:') throw new PermanentError(`${from} redirected from https to http`)
  const sameHost = url.host === from
  if (hop.method === 'POST' && (!sameHost || status < 307))
    throw new PermanentError(`${from} redirected what was posted to it: set the address it redirects to`)
  const kept = Object.entries(hop.headers).filter(([name]) => sameHost || harmless.has(name.toLowerCase()))
  return { ...hop, url, headers: Object.fromEntries(kept) }
}
