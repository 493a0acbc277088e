import type { RequestListener, ServerResponse } from 'node:http'
import type { Platform } from '@hansard/platforms/platform'
import type { WebhookEndpoint } from './endpoint.ts'

/** The endpoints of a platform: those of its routes by name, and the one for the URLs of integrations. */
export interface PlatformEndpoints {
  readonly platform: Platform
  readonly routes: ReadonlyMap<string, WebhookEndpoint>
  readonly byKey: WebhookEndpoint
}

/** As keys are made: base64url (and hyphens in those that people chose), nothing that would have to be decoded. */
const plainKey = /^[\w-]{1,200}$/

/**
 * Webhooks at exactly the URLs that platforms are given go straight to their endpoint: finding it by Express' router costs as much as
 * verifying the signature (docs/performance.md). Whatever is written in any other way goes through `express`, which answers it as ever.
 */
export const shortCut = (
  endpoints: readonly PlatformEndpoints[],
  express: RequestListener,
  lastResort: (error: unknown, response: ServerResponse) => void,
): RequestListener => {
  const routes = new Map<string, WebhookEndpoint>()
  const keyed = new Map<string, WebhookEndpoint>()
  for (const { platform, routes: own, byKey } of endpoints) {
    keyed.set(`/webhooks/${platform.name}/i/`, byKey)
    for (const [route, endpoint] of own) routes.set(`/webhooks/${platform.name}/${route}`, endpoint)
  }
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
