import type { RequestListener, ServerResponse } from 'node:http'
import type { WebhookEndpoint } from './endpoint.ts'

export interface Endpoints {
  /** By path. */
  readonly routes: ReadonlyMap<string, WebhookEndpoint>
  /** For the URLs of integrations, by what stands before the key. */
  readonly keyed: ReadonlyMap<string, WebhookEndpoint>
}

/** As keys are made: base64url (and hyphens in those that people chose), nothing that would have to be decoded. */
const plainKey = /^[\w-]{1,200}$/

/**
 * Webhooks at exactly the URLs that platforms are given go straight to their endpoint: finding it by Express' router costs as much as
 * verifying the signature (docs/performance.md). Whatever is written in any other way goes through `express`, which answers it as ever.
 */
export const shortCut = (
  { routes, keyed }: Endpoints,
  express: RequestListener,
  lastResort: (error: unknown, response: ServerResponse) => void,
): RequestListener => {
  const find = (url: string): { readonly endpoint: WebhookEndpoint; readonly key?: string } | undefined => {
    const endpoint = routes.get(url)
    if (endpoint !== undefined) return { endpoint }
    const end = url.lastIndexOf('/') + 1
    const byKey = keyed.get(url.slice(0, end))
    const key = url.slice(end)
    return byKey !== undefined && plainKey.test(key) ? { endpoint: byKey, key } : undefined
  }
  return (request, response) => {
    const found = find(request.url ?? '')
    if (found === undefined) return express(request, response)
    void found.endpoint(request, response, found.key).catch((error: unknown) => lastResort(error, response))
  }
}
