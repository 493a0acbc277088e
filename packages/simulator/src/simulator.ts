import { once } from 'node:events'
import { createServer } from 'node:http'
import express from 'express'
import type { AddressInfo } from 'node:net'
import { firefliesGraphql } from './fireflies/graphql.ts'
import type { Meeting } from './meeting/meeting.ts'
import { otterApi } from './otter/api.ts'
import { control } from './server/control.ts'
import { nothingHere } from './server/endpoint.ts'
import type { Fault } from './server/faults.ts'
import type { LoggedRequest, Offence } from './server/request-log.ts'
import { createWorld, simulatorCredentials } from './server/world.ts'
import type { Credentials, World } from './server/world.ts'
import { zoomApi } from './zoom/api.ts'
import { zoomDownloads } from './zoom/downloads.ts'
import { zoomOauth } from './zoom/oauth.ts'

export interface SimulatorOptions {
  /** 0 or undefined: any free port. */
  readonly port?: number | undefined
  /** Where it listens; else on this machine alone. */
  readonly host?: string | undefined
  /** The names others reach it by, where they are not on this machine: that of the platforms, and that of their download servers. */
  readonly names?: { readonly api: string; readonly cdn: string } | undefined
  /** Epoch milliseconds; decides what has expired. Else the system's clock. */
  readonly now?: (() => number) | undefined
}

/** Points Hansard at the simulator. All are bases, without a slash at the end. */
export interface SimulatorEnv {
  /** + `/meetings/…` */
  readonly ZOOM_API_URL: string
  /** + `/token` */
  readonly ZOOM_OAUTH_URL: string
  /** + `/graphql` */
  readonly FIREFLIES_API_URL: string
  /** + `/v1/conversations/…` */
  readonly OTTER_API_URL: string
  /** Comma-separated `host:port`: that of Zoom's download addresses, and the one they redirect to. */
  readonly TRANSCRIPT_HOSTS: string
  /** The same hosts: the simulator speaks plain http, on this machine. */
  readonly OUTGOING_PLAIN_HTTP_HOSTS: string
  readonly OUTGOING_PRIVATE_HOSTS: string
}

export interface Simulator {
  /** `http://127.0.0.1:{port}`, or by its name: what webhook builders need, and `createSimulatorClient`. */
  readonly address: string
  readonly env: SimulatorEnv
  /** What the platforms accept: `zoom`, `fireflies` and `otter` are what an integration's credentials must be. */
  readonly credentials: Credentials
  /** From now on the platforms know it. A meeting of the same key is replaced: that is how a transcript is edited. */
  addMeeting(meeting: Meeting): void
  addFault(fault: Fault): void
  clearFaults(): void
  /** What was asked of the platforms, oldest first. */
  requests(): readonly LoggedRequest[]
  /** What no client must do: credentials carried to another host, tokens in a query. */
  offences(): readonly Offence[]
  clearRequests(): void
  /** Ends open connections too. */
  close(): Promise<void>
}

/** Where everything is, for a simulator at this address. */
export const simulatorEnv = (address: string, cdnName = 'localhost'): SimulatorEnv => {
  const { host, port } = new URL(address)
  const hosts = `${host},${cdnName}:${port}`
  return {
    ZOOM_API_URL: `${address}/zoom/v2`,
    ZOOM_OAUTH_URL: `${address}/zoom/oauth`,
    FIREFLIES_API_URL: `${address}/fireflies`,
    OTTER_API_URL: `${address}/otter`,
    TRANSCRIPT_HOSTS: hosts,
    OUTGOING_PLAIN_HTTP_HOSTS: hosts,
    OUTGOING_PRIVATE_HOSTS: hosts,
  }
}

const platformsOf = (world: World): express.Express => {
  const app = express()
  app.disable('x-powered-by')
  app.use('/zoom/oauth', zoomOauth(world))
  app.use('/zoom/v2', zoomApi(world))
  app.use('/zoom', zoomDownloads(world))
  app.use('/fireflies', firefliesGraphql(world))
  app.use('/otter', otterApi(world))
  app.use('/control', control(world))
  app.use(nothingHere(world))
  return app
}

/** Starts Zoom, Fireflies and Otter on one port. Rejects when the port is taken. */
export const startSimulator = async (options: SimulatorOptions = {}): Promise<Simulator> => {
  const world = createWorld(options.now ?? Date.now)
  const server = createServer(platformsOf(world))
  server.listen(options.port ?? 0, options.host ?? '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const names = options.names ?? { api: '127.0.0.1', cdn: 'localhost' }
  world.setHosts(`${names.api}:${port}`, `${names.cdn}:${port}`)
  const address = `http://${names.api}:${port}`
  return {
    address,
    env: simulatorEnv(address, names.cdn),
    credentials: simulatorCredentials,
    addMeeting: world.addMeeting,
    addFault: world.faults.add,
    clearFaults: world.faults.clear,
    requests: world.log.requests,
    offences: world.log.offences,
    clearRequests: world.log.clear,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
