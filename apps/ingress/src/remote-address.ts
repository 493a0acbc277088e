import type { IncomingMessage } from 'node:http'
import { SocketAddress, isIP } from 'node:net'
import proxyAddr from 'proxy-addr'

/** Who is at the other end, as far as it can be believed. */
export interface RemoteAddresses {
  /**
   * The sender's address: the nearest one that is no trusted proxy's, from the connection and X-Forwarded-For. Where a trusted proxy names
   * none (`unknown`, a name), it is that proxy's own. An IP address in one spelling, or `unknown` of a connection that is gone.
   */
  of(request: IncomingMessage): string
  isProxy(address: string): boolean
}

/** @param trustedProxies addresses, CIDR blocks, or `loopback`, `linklocal`, `uniquelocal`, as Express' "trust proxy" takes them */
export const createRemoteAddresses = (trustedProxies: readonly string[]): RemoteAddresses => {
  const trust = proxyAddr.compile([...trustedProxies])
  return {
    of({ socket, headers }) {
      const connected = addressIn(socket.remoteAddress ?? '')
      return connected === undefined ? 'unknown' : nearestOf(connected, String(headers['x-forwarded-for'] ?? ''), trust)
    },
    isProxy: (address) => trust(address, 0),
  }
}

const nearestOf = (connected: string, forwarded: string, trust: (address: string, index: number) => boolean): string => {
  let nearest = connected
  for (const hop of forwarded.split(',').toReversed()) {
    // An empty element of a list is none: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1
    if (hop.trim() === '') continue
    const named: string | undefined = trust(nearest, 0) ? addressIn(hop) : undefined
    if (named === undefined) break
    nearest = named
  }
  return nearest
}

/**
 * The IP address that a proxy names: alone, with a port as Azure's gateways write it (`ip:port`, `[v6]:port`), in quotes. Undefined for
 * anything else: `unknown`, `_hidden`, a name.
 * https://azure.microsoft.com/en-us/blog/rewrite-http-headers-with-azure-application-gateway
 */
const addressIn = (hop: string): string | undefined => {
  const text = hop.trim().replace(/^"(.*)"$/, '$1')
  const [, bracketed, v4] = /^(?:\[([^\]]*)\]|(\d+\.\d+\.\d+\.\d+))(?::\d{1,5})?$/.exec(text) ?? []
  const address = bracketed ?? v4 ?? text
  const family = isIP(address)
  if (family === 4) return bracketed === undefined ? address : undefined
  return family === 6 ? inOneSpelling(address) : undefined
}

/** So that one sender counts as one; IPv4 inside IPv6 as IPv4. A zone means something on its own machine only. */
const inOneSpelling = (address: string): string => {
  const [unzoned = ''] = address.split('%')
  return new SocketAddress({ address: unzoned, family: 'ipv6' }).address.replace(/^::ffff:(?=\d+\.)/, '')
}
