import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Registry } from 'prom-client'
import type { Health } from './health.ts'
import { securityHeaders, serverLimits } from './http-server.ts'
import { isLoopback, operatorGate, type OperatorAccess } from './operator-access.ts'

export interface OperatorServerOptions {
  readonly health: Health
  readonly metrics: Registry
  readonly host: string
  readonly port: number
  /** Opens what is for operators. */
  readonly token: string | undefined
  /** True: metrics are for everybody who can reach the port. */
  readonly openMetrics: boolean
}

/** What a request is answered: JSON, or (of /metrics) text. */
interface Page {
  readonly status: number
  readonly body: unknown
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
}

const maxConnections = 200

/**
 * The process's own port, for probes, scrapes and operators. Everybody who can reach it learns whether the process is alive and ready. What
 * it waits for and its metrics are told to who can send the token, and to everybody on a loopback address; an operator page needs the token
 * everywhere.
 */
export const startOperatorServer = async (options: OperatorServerOptions): Promise<Server> => {
  const gate = operatorGate(options.token)
  const inside = isLoopback(options.host)
  const server = createServer(serverLimits, (request, response) => {
    pageFor(request, options, { access: gate(request.headers.authorization), inside }).then(
      (page) => send(request, response, page),
      () => send(request, response, { status: 500, body: { status: 'error' } }),
    )
  })
  server.maxConnections = maxConnections
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject).listen(options.port, options.host, resolve)
  await promise
  return server
}

const pageFor = async (
  { method, url = '' }: IncomingMessage,
  { health, metrics, openMetrics }: OperatorServerOptions,
  { access, inside }: { readonly access: OperatorAccess; readonly inside: boolean },
): Promise<Page> => {
  if (method !== 'GET' && method !== 'HEAD') return problem(405, 'This port is read with GET.', { allow: 'GET, HEAD' })
  const [path = ''] = url.split('?')
  if (path === '/healthz') return health.alive() ? { status: 200, body: { status: 'alive' } } : { status: 503, body: { status: 'stuck' } }
  if (path === '/readyz') return readiness(health, inside || access === 'granted')
  if (path === '/metrics') {
    if (!openMetrics && !inside && access !== 'granted') return refused(access)
    return { status: 200, body: await metrics.metrics(), contentType: metrics.contentType }
  }
  const page = health.operatorPage(path)
  if (page === undefined) return problem(404, 'There is nothing here.')
  return access === 'granted' ? { status: 200, body: page() } : refused(access)
}

const readiness = (health: Health, detailed: boolean): Page => {
  const waitingFor = health.notReady()
  if (Object.keys(waitingFor).length === 0) return { status: 200, body: { status: 'ready' } }
  return { status: 503, body: { status: 'not ready', ...(detailed && { waitingFor }) } }
}

const refused = (access: OperatorAccess): Page =>
  access === 'closed'
    ? problem(403, 'Closed: set OPERATOR_TOKEN for this process to open it to operators.')
    : problem(401, 'Send the operator token as "Authorization: Bearer <token>".', { 'www-authenticate': 'Bearer realm="operator"' })

/** RFC 9457, as on the public port. */
const problem = (status: number, detail: string, headers: Readonly<Record<string, string>> = {}): Page => ({
  status,
  body: { title: STATUS_CODES[status], status, detail },
  headers: { 'content-type': 'application/problem+json', ...headers },
})

const send = ({ method }: IncomingMessage, response: ServerResponse, { status, body, contentType, headers }: Page): void => {
  response.writeHead(status, { ...securityHeaders, 'content-type': contentType ?? 'application/json', ...headers })
  response.end(method === 'HEAD' ? undefined : contentType === undefined ? JSON.stringify(body) : body)
}
