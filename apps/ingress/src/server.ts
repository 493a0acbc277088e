import express, { type ErrorRequestHandler, type Express } from 'express'
import type { Platform } from '@hansard/platforms/platform'
import type { Logger } from '@hansard/shared/runtime/logger'
import { webhookEndpoint, type EndpointDeps } from './endpoint.ts'
import { sendJson, sendProblem } from './problem.ts'

export interface ServerDeps extends EndpointDeps {
  readonly platforms: readonly Platform[]
  readonly log: Pick<Logger, 'error'>
  /** Proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[]
}

/**
 * The public side of the ingress as an Express application: webhooks, and a sign of life for load balancers. Everything an operator asks is
 * on the operator port.
 */
export const createIngress = (deps: ServerDeps): Express => {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', [...deps.trustedProxies])
  app.get('/healthz', (_request, response) => sendJson(response, 200, { status: 'alive' }))
  for (const platform of deps.platforms) {
    const base = `/webhooks/${platform.name}`
    app.all(`${base}/i/:key`, webhookEndpoint(platform, deps, { byKey: true }))
    for (const route of platform.routes) app.all(`${base}/${route}`, webhookEndpoint(platform, deps, { route }))
  }
  app.use((_request, response) => sendProblem(response, { status: 404, detail: unknownRoute(deps.platforms) }))
  app.use(lastResort(deps.log))
  return app
}

const unknownRoute = (platforms: readonly Platform[]): string =>
  `There is nothing here. Webhooks go to ${platforms.flatMap(({ name, routes }) => [...routes, 'i/{integrationKey}'].map((route) => `/webhooks/${name}/${route}`)).join(', ')}.`

/** A fault in the request's very form (an address that cannot be decoded), or in ours: nothing of it is told. */
const lastResort =
  (log: Pick<Logger, 'error'>): ErrorRequestHandler =>
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
