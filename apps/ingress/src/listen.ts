import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { serverLimits } from '@hansard/shared/runtime/http-server'
import { awaitInvitation } from './invitation.ts'
import { limitConnections, type ConnectionLimits } from './connection-limits.ts'

export interface RunningServer {
  /** http://host:port */
  readonly address: string
  /** Waits for the requests in hand, closes, and cuts off what is still open after `graceMs`. */
  stop(graceMs: number): Promise<void>
}

export interface KeepAlive {
  /** How long a connection may be idle between two requests. */
  readonly idleMs: number
  /** Then the client connects anew, and meets whatever replica has the least to do. */
  readonly maxRequests: number
}

/** Longer than the idle timeout of the load balancers in front (60 s at most of them): they close first, and no request meets a closed connection. */
const usualKeepAlive: KeepAlive = { idleMs: 65_000, maxRequests: 10_000 }

export interface ListenOptions {
  readonly host: string
  readonly port: number
  readonly connections: ConnectionLimits
  readonly keepAlive?: KeepAlive
}

/** Listens, within the limits of time, size and connections. */
export const listen = async (
  app: RequestListener,
  { host, port, connections, keepAlive = usualKeepAlive }: ListenOptions,
): Promise<RunningServer> => {
  const server = createServer({ ...serverLimits, keepAliveTimeout: keepAlive.idleMs }, (request, response) => {
    // We have said that nothing more is read here; what arrived before the connection was closed is still parsed by Node.
    if (request.socket.writableEnded) request.socket.destroy()
    else app(request, response)
  })
  server.maxRequestsPerSocket = keepAlive.maxRequests
  limitConnections(server, connections)
  let inHand = 0
  server.on('request', (_request, response) => {
    inHand += 1
    response.once('close', () => (inHand -= 1))
  })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject).listen(port, host, resolve)
  server.on('checkContinue', (request, response) => {
    awaitInvitation(request, response)
    server.emit('request', request, response)
  })
  await promise
  return { address: addressOf(server), stop: (graceMs) => drain(server, () => inHand, graceMs) }
}

const drain = async (server: Server, inHand: () => number, graceMs: number): Promise<void> => {
  const until = performance.now() + graceMs
  while (inHand() > 0 && performance.now() < until) await delay(20)
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve())
  server.closeAllConnections()
  await closed
}

const addressOf = (server: Server): string => {
  const { address, family, port } = server.address() as AddressInfo
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}
