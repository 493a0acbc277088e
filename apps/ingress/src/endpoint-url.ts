import type { Platform } from '@hansard/platforms/platform'
import type { App } from '@hansard/shared/runtime/app'

/** What an operator enters at each platform, as pages of the operator port: /webhooks/{platform}/endpoint-url. Never a secret. */
export const addEndpointUrlPages = (
  app: Pick<App, 'addOperatorPage'>,
  platforms: readonly Pick<Platform, 'name' | 'routes' | 'events' | 'signatureHeaders'>[],
  /** Where platforms reach the ingress, without a slash at the end. */
  publicUrl: () => string,
): void => {
  for (const platform of platforms)
    app.addOperatorPage(`/webhooks/${platform.name}/endpoint-url`, () => {
      const base = `${publicUrl()}/webhooks/${platform.name}`
      const urls = platform.routes.map((route) => `${base}/${route}`)
      return {
        url: urls[0] ?? `${base}/i/{integrationKey}`,
        urls,
        integration_url: `${base}/i/{integrationKey}`,
        supported_events: platform.events,
        signature_headers: platform.signatureHeaders,
      }
    })
}
