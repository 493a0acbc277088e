import { isIP } from 'node:net'
import { Agent, type Dispatcher, request } from 'undici'
import { messageOf, PermanentError, TransientError } from '../errors.ts'
import type { AddressKind } from './address-kind.ts'
import { isAllowedHost } from './allowed-hosts.ts'
import { checkAddresses, checkedLookup, type Resolve, systemResolve } from './checked-lookup.ts'
import { type Http, type HttpAnswer, type HttpRequest, MediaTypeError } from './http.ts'
import { checkMediaType } from './media-type.ts'
import type { OutgoingConfig } from './outgoing-config.ts'
import { acceptEncoding, readBody } from './read-body.ts'
import { type Hop, nextHop } from './redirect.ts'

const maxRedirects = 5
/** A server that sends nothing for so long will not send the rest either. */
const defaultIdleMs = 10_000

const everywhere: ReadonlySet<AddressKind> = new Set(['public'])
const inside: ReadonlySet<AddressKind> = new Set(['public', 'private'])

/** `exceptions`: hosts that need not use https, or may be inside. `resolve`: another resolver than the system's. */
export interface HttpOptions {
  readonly exceptions: OutgoingConfig
  readonly resolve?: Resolve
  readonly idleMs?: number
}

/** The port Http through undici. `close` ends its connections, and what still waits for an answer. */
export const createHttp = (options: HttpOptions): Http & { close(): Promise<void> } => {
  const { exceptions, resolve = systemResolve } = options
  const agent = (permitted: ReadonlySet<AddressKind>) =>
    new Agent({
      connect: { timeout: 5_000, lookup: checkedLookup(permitted, resolve) },
      keepAliveTimeout: 10_000,
      maxHeaderSize: 32_768,
    })
  // Two sets of connections: one made for a host that may be inside serves no other.
  const outer = { dispatcher: agent(everywhere), permitted: everywhere }
  const inner = { dispatcher: agent(inside), permitted: inside }

  const http: Http = async (wanted) => {
    const signal = AbortSignal.any([AbortSignal.timeout(wanted.timeoutMs), ...(wanted.signal ? [wanted.signal] : [])])
    let hop = firstHop(wanted)
    const first = hop.url.host
    for (let count = 0; count <= maxRedirects; count++) {
      const { dispatcher, permitted } = isAllowedHost(hop.url, exceptions.OUTGOING_PRIVATE_HOSTS) ? inner : outer
      checkUrl(hop.url, first, wanted, exceptions, permitted)
      const answer = await ask(hop, wanted, { dispatcher, signal, idleMs: options.idleMs ?? defaultIdleMs })
      const next = nextHop(hop, answer)
      if (next === undefined) return answer
      hop = next
    }
    throw new PermanentError(`${first} redirected more than ${maxRedirects} times`)
  }
  return Object.assign(http, {
    close: async () => void (await Promise.all([outer.dispatcher.destroy(), inner.dispatcher.destroy()])),
  })
}

const firstHop = ({
  url: text,
  method = 'GET',
  headers = {},
  body = null,
}: Omit<HttpRequest, 'body'> & { readonly body?: string | null }): Hop => {
  if (!URL.canParse(text)) throw new PermanentError('not an http or https address')
  return { url: new URL(text), method, headers: { 'accept-encoding': acceptEncoding, ...headers }, body }
}

/** Throws PermanentError for an address that may not be asked. `first`: the host that the request was for. */
const checkUrl = (
  url: URL,
  first: string,
  { allowedHosts }: HttpRequest,
  exceptions: OutgoingConfig,
  permitted: ReadonlySet<AddressKind>,
): void => {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new PermanentError('not an http or https address')
  // RFC 1035; messages repeat the host, and a server's redirect may name one of any length.
  if (url.hostname.length > 253) throw new PermanentError('the name of the host is too long')
  if (url.username !== '' || url.password !== '') throw new PermanentError(`the address at ${url.host} must not carry credentials`)
  if (allowedHosts === undefined ? url.host !== first : !isAllowedHost(url, allowedHosts))
    throw new PermanentError(`${url.host} is not among the hosts that may be asked (${allowedHosts?.join(', ') ?? first})`)
  if (url.protocol === 'http:' && !isAllowedHost(url, exceptions.OUTGOING_PLAIN_HTTP_HOSTS))
    throw new PermanentError(`${url.host} may be asked by https only (see OUTGOING_PLAIN_HTTP_HOSTS)`)
  // Sockets look up names only.
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIP(host) !== 0) checkAddresses(url.host, [host], permitted)
}

const ask = async (
  { url, method, headers, body }: Hop,
  wanted: HttpRequest,
  { dispatcher, signal, idleMs }: { readonly dispatcher: Dispatcher; readonly signal: AbortSignal; readonly idleMs: number },
): Promise<HttpAnswer> => {
  try {
    const timeouts = { headersTimeout: wanted.timeoutMs, bodyTimeout: Math.min(idleMs, wanted.timeoutMs) }
    const answer = await unlessAborted(request(url, { method, headers, body, dispatcher, signal, ...timeouts }), signal)
    const head = { status: answer.statusCode, headers: flatten(answer.headers) }
    try {
      checkMediaType({ url: url.href, mediaTypes: wanted.mediaTypes ?? ['*'] }, head)
    } catch (error) {
      answer.body.on('error', () => undefined).destroy()
      throw error
    }
    return { ...head, body: await readBody(answer.body, head.headers, { what: url.host, maxBytes: wanted.maxBytes }) }
  } catch (error) {
    if (error instanceof PermanentError || error instanceof MediaTypeError) throw error
    // Nothing was asked: what it was to be asked with is at fault, which may be a secret.
    if (isUnwritable(error))
      throw new PermanentError(`the request to ${url.host} cannot be written: a header or its address has characters that none may have`)
    throw new TransientError(`${url.host} did not answer: ${messageOf(error)}`, { cause: error, scope: 'platform', host: url.host })
  }
}

/** Codes of undici and of Node for a request that is none. */
const unwritable = new Set([
  'UND_ERR_INVALID_ARG',
  'ERR_INVALID_CHAR',
  'ERR_INVALID_HTTP_TOKEN',
  'ERR_UNESCAPED_CHARACTERS',
  'ERR_INVALID_URL',
])

const isUnwritable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && unwritable.has(error.code)

/** undici does not look at the signal while a connection is being made. */
const unlessAborted = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T> => {
  const aborted = Promise.withResolvers<never>()
  const abort = () => aborted.reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'))
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort)
  try {
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

const flatten = (headers: Readonly<Record<string, string | string[] | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name.toLowerCase(), String(value)]])))
