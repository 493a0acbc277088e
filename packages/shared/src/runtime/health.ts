import { createServer, type Server, type ServerResponse } from 'node:http'
import type { Registry } from 'prom-client'

/** What a process knows of its own state. */
export interface Health {
  /** `detail` says why not, for a person. */
  setReady(what: string, ready: boolean, detail?: string): void
  onAlive(check: () => boolean): void
  /** What keeps it from being ready; empty when it is. */
  notReady(): Readonly<Record<string, string>>
  alive(): boolean
}

export const createHealth = (): Health => {
  const blockers = new Map<string, string>()
  const checks: (() => boolean)[] = []
  return {
    setReady(what, ready, detail = 'not ready') {
      if (ready) blockers.delete(what)
      else blockers.set(what, detail)
    },
    onAlive: (check) => void checks.push(check),
    notReady: () => Object.fromEntries(blockers),
    alive: () => checks.every((check) => check()),
  }
}

const sendJson = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

/** Answers GET /healthz, /readyz and /metrics; false: not one of these paths. */
export const answerHealth = async (path: string, response: ServerResponse, health: Health, metrics: Registry): Promise<boolean> => {
  switch (path) {
    case '/healthz':
      if (health.alive()) sendJson(response, 200, { status: 'alive' })
      else sendJson(response, 503, { status: 'stuck' })
      return true
    case '/readyz': {
      const waitingFor = health.notReady()
      if (Object.keys(waitingFor).length === 0) sendJson(response, 200, { status: 'ready' })
      else sendJson(response, 503, { status: 'not ready', waitingFor })
      return true
    }
    case '/metrics':
      response.writeHead(200, { 'content-type': metrics.contentType }).end(await metrics.metrics())
      return true
    default:
      return false
  }
}

/** A server for probes and scrapes alone. */
export const startHealthServer = async (options: {
  readonly health: Health
  readonly metrics: Registry
  readonly host: string
  readonly port: number
}): Promise<Server> => {
  const server = createServer((request, response) => {
    answerHealth(request.url ?? '', response, options.health, options.metrics).then(
      (answered) => answered || sendJson(response, 404, { status: 'not found' }),
      () => sendJson(response, 500, { status: 'error' }),
    )
  })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject).listen(options.port, options.host, resolve)
  await promise
  return server
}
