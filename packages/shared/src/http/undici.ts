import { Agent, request } from 'undici'
import { messageOf, PermanentError, TransientError } from '../errors.ts'
import { isAllowedHost } from './allowed-hosts.ts'
import type { Http, HttpAnswer, HttpRequest } from './http.ts'

const maxRedirects = 5
const redirects = new Set([301, 302, 303, 307, 308])

/** The port Http through undici. `close` ends its connections. */
export const createHttp = (): Http & { close(): Promise<void> } => {
  const dispatcher = new Agent({ connect: { timeout: 5_000 }, keepAliveTimeout: 10_000, maxHeaderSize: 32_768 })
  const http: Http = async (wanted) => {
    let url = parse(wanted.url)
    const allowed = wanted.allowedHosts ?? [url.host]
    let headers = { 'accept-encoding': 'identity', ...wanted.headers }
    const signal = AbortSignal.any([AbortSignal.timeout(wanted.timeoutMs), ...(wanted.signal ? [wanted.signal] : [])])
    for (let hop = 0; hop <= maxRedirects; hop++) {
      if (!isAllowedHost(url, allowed))
        throw new PermanentError(`${url.host} is not among the hosts that may be asked (${allowed.join(', ')})`)
      const answer = await once(url, wanted, headers, dispatcher, signal)
      const location = answer.headers['location']
      if (!redirects.has(answer.status) || location === undefined) return answer
      const next = parse(new URL(location, url).href)
      if (url.protocol === 'https:' && next.protocol === 'http:') throw new PermanentError(`${url.host} redirected from https to http`)
      // A token is for the host it was meant for.
      if (next.host !== url.host)
        headers = Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization')) as typeof headers
      url = next
    }
    throw new PermanentError(`${parse(wanted.url).host} redirected more than ${maxRedirects} times`)
  }
  return Object.assign(http, { close: () => dispatcher.close() })
}

const parse = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') throw new PermanentError('not an http or https address')
  return url
}

const once = async (
  url: URL,
  wanted: HttpRequest,
  headers: Readonly<Record<string, string>>,
  dispatcher: Agent,
  signal: AbortSignal,
): Promise<HttpAnswer> => {
  try {
    const {
      statusCode,
      headers: answered,
      body,
    } = await request(url, {
      method: wanted.method ?? 'GET',
      headers,
      body: wanted.body ?? null,
      dispatcher,
      signal,
      headersTimeout: wanted.timeoutMs,
      bodyTimeout: wanted.timeoutMs,
    })
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > wanted.maxBytes) throw new PermanentError(`${url.host} answered with more than ${wanted.maxBytes} bytes`)
      chunks.push(chunk)
    }
    return { status: statusCode, headers: flatten(answered), body: Buffer.concat(chunks) }
  } catch (error) {
    if (error instanceof PermanentError) throw error
    throw new TransientError(`${url.host} did not answer: ${messageOf(error)}`, { cause: error, scope: 'platform' })
  }
}

const flatten = (headers: Readonly<Record<string, string | string[] | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name.toLowerCase(), String(value)]])))
