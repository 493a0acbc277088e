import type { RequestListener, ServerResponse } from 'node:http'
import express, { type ErrorRequestHandler } from 'express'
import type { Platform } from '@hansard/platforms/platform'
import type { Logger } from '@hansard/shared/runtime/logger'
import { webhookEndpoint, type EndpointDeps, type WebhookEndpoint } from './endpoint.ts'
import { sendJson, sendProblem } from './problem.ts'
import { shortCut, type Endpoints } from './short-cut.ts'

export interface ServerDeps extends EndpointDeps {
  readonly platforms: readonly Platform[]
  readonly log: Pick<Logger, 'error'>
}

/**
 * The public side of the ingress: webhooks, and a sign of life for load balancers. Everything an operator asks is on the operator port.
 */
export const createIngress = (deps: ServerDeps): RequestListener => {
  const endpoints = endpointsOf(deps)
  const failed = lastResort(deps.log)
  const app = express()
  app.disable('x-powered-by')
  app.get('/healthz', (_request, response) => sendJson(response, 200, { status: 'alive' }))
  for (const [path, endpoint] of endpoints.routes) app.all(path, (request, response) => endpoint(request, response, undefined))
  for (const [base, endpoint] of endpoints.keyed)
    app.all(`${base}:key`, (request, response) => endpoint(request, response, request.params['key']))
  app.use((_request, response) => sendProblem(response, { status: 404, detail: unknownRoute(deps.platforms) }))
  app.use(((error, _request, response, _next) => failed(error, response)) satisfies ErrorRequestHandler)
  return shortCut(endpoints, app, failed)
}

const endpointsOf = (deps: ServerDeps): Endpoints => {
  const routes = new Map<string, WebhookEndpoint>()
  const keyed = new Map<string, WebhookEndpoint>()
  for (const platform of deps.platforms) {
    const base = `/webhooks/${platform.name}`
    for (const route of platform.routes) routes.set(`${base}/${route}`, webhookEndpoint(platform, deps, { route }))
    keyed.set(`${base}/i/`, webhookEndpoint(platform, deps, { byKey: true }))
  }
  return { routes, keyed }
}

const unknownRoute = (platforms: readonly Platform[]): string =>
  `There is nothing here. Webhooks go to ${platforms.flatMap(({ name, routes }) => [...routes, 'i/{integrationKey}'].map((route) => `/webhooks/${name}/${route}`)).join(', ')}.`

/** A fault in the request's very form (an address that cannot be decoded), or in ours: nothing of it is told. */
const lastResort =
  (log: Pick<Logger, 'error'>) =>
  (error: unknown, response: ServerResponse): void => {
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
