import type { IncomingMessage } from 'node:http'
import proxyAddr from 'proxy-addr'

/** Who is at the other end, as far as it can be believed. */
export interface RemoteAddresses {
  /** The sender's address: the nearest one that is no trusted proxy's, from the connection and X-Forwarded-For. */
  of(request: IncomingMessage): string
  isProxy(address: string): boolean
}

/** @param trustedProxies addresses, CIDR blocks, or `loopback`, `linklocal`, `uniquelocal`, as Express' "trust proxy" takes them */
export const createRemoteAddresses = (trustedProxies: readonly string[]): RemoteAddresses => {
  const trust = proxyAddr.compile([...trustedProxies])
  return {
    of(request) {
      // Its type does not say so: a connection that is gone already has no address.
      const address = proxyAddr(request, trust) as string | undefined
      return (address ?? 'unknown').replace(/^::ffff:/, '').slice(0, 64)
    },
    isProxy: (address) => trust(address, 0),
  }
}
