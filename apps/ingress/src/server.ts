import { createServer as createHttpServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import express, { type ErrorRequestHandler, type Express } from 'express'
import type { Registry } from 'prom-client'
import type { Platform } from '@hansard/platforms/platform'
import { answerHealth, type Health } from '@hansard/shared/runtime/health'
import type { Logger } from '@hansard/shared/runtime/logger'
import { endpointUrl, type EndpointUrlDeps } from './endpoint-url.ts'
import { webhookEndpoint, type EndpointDeps } from './endpoint.ts'
import { sendProblem } from './problem.ts'

export interface ServerDeps extends EndpointDeps, EndpointUrlDeps {
  readonly platforms: readonly Platform[]
  readonly health: Health
  readonly metrics: Registry
  readonly log: Logger
  /** Proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[]
}

/** The ingress as an Express application: its routes and nothing else. */
export const createIngress = (deps: ServerDeps): Express => {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', [...deps.trustedProxies])
  app.use(healthRoutes(deps))
  for (const platform of deps.platforms) {
    const base = `/webhooks/${platform.name}`
    app.all(`${base}/endpoint-url`, endpointUrl(platform, deps))
    app.all(`${base}/i/:key`, webhookEndpoint(platform, deps, { byKey: true }))
    for (const route of platform.routes) app.all(`${base}/${route}`, webhookEndpoint(platform, deps, { route }))
  }
  app.use((_request, response) => sendProblem(response, { status: 404, detail: unknownRoute(deps.platforms) }))
  app.use(lastResort(deps.log))
  return app
}

const unknownRoute = (platforms: readonly Platform[]): string =>
  `There is nothing here. Webhooks go to ${platforms.flatMap(({ name, routes }) => [...routes, 'i/{integrationKey}'].map((route) => `/webhooks/${name}/${route}`)).join(', ')}.`

/** /healthz, /readyz and /metrics, as on the health server's own port; without this line they are there only. */
const healthRoutes =
  ({ health, metrics }: ServerDeps): express.RequestHandler =>
  async (request, response, next) => {
    const answered = request.method === 'GET' && (await answerHealth(request.path, response, health, metrics))
    if (!answered) next()
  }

/** A fault in the request's very form (an address that cannot be decoded), or in ours: nothing of it is told. */
const lastResort =
  (log: Logger): ErrorRequestHandler =>
  (error: unknown, _request, response, _next) => {
    if (response.headersSent) return void response.destroy()
    const { status } = error as { readonly status?: number }
    if (status !== undefined && status >= 400 && status < 500)
      return sendProblem(response, { status, detail: 'The request cannot be understood.' })
    log.error({ error: error instanceof Error ? error.stack : String(error) }, 'unexpected error')
    return sendProblem(response, {
      status: 500,
      detail: 'An unexpected error on our side. Send it again.',
      headers: { 'retry-after': '5' },
    })
  }

export interface RunningServer {
  /** http://host:port */
  readonly address: string
  /** Waits for the requests in hand, closes, and cuts off what is still open after `graceMs`. */
  stop(graceMs: number): Promise<void>
}

/** Listens. A request must be complete after 10 s: slow senders hold no connection for longer. */
export const startServer = async (app: Express, host: string, port: number): Promise<RunningServer> => {
  const timeouts = { headersTimeout: 5_000, requestTimeout: 10_000, keepAliveTimeout: 65_000, connectionsCheckingInterval: 1_000 }
  const server = createHttpServer(timeouts, app)
  let inHand = 0
  server.on('request', (_request, response) => {
    inHand += 1
    response.once('close', () => (inHand -= 1))
  })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject).listen(port, host, resolve)
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
