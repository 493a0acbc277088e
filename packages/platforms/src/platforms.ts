import { hostList } from '@hansard/shared/http/outgoing-config'
import { z } from 'zod'
import { createFireflies } from './fireflies/fireflies.ts'
import { createOtter } from './otter/otter.ts'
import type { Platform } from './platform.ts'
import { createZoom } from './zoom/zoom.ts'

/** A base that paths are added to. Written with or without a slash at its end, and also as the whole endpoint, as the vendors document it. */
const base = (standard: string, endpoint = '') =>
  z
    .url({ protocol: /^https?$/ })
    .default(standard)
    .transform((url) => url.replace(/\/+$/, ''))
    .transform((url) => (endpoint !== '' && url.endsWith(endpoint) ? url.slice(0, -endpoint.length) : url))

/** Where the platforms are: pieces for an app's configuration schema. Every URL is a base. */
export const platformConfig = {
  /** `{ZOOM_API_URL}/meetings/…`: the base includes the API's version. */
  ZOOM_API_URL: base('https://api.zoom.us/v2'),
  /** `{ZOOM_OAUTH_URL}/token` */
  ZOOM_OAUTH_URL: base('https://zoom.us/oauth', '/token'),
  /** `{FIREFLIES_API_URL}/graphql` */
  FIREFLIES_API_URL: base('https://api.fireflies.ai', '/graphql'),
  /** `{OTTER_API_URL}/v1/conversations/…` */
  OTTER_API_URL: base('https://api.otter.ai', '/v1'),
  /** Hosts a transcript may be downloaded from, redirects included: `host`, `*.domain`, `host:port`, separated by commas. */
  TRANSCRIPT_HOSTS: hostList.prefault('zoom.us,*.zoom.us,zoom.com,*.zoom.com,zoomgov.com,*.zoomgov.com'),
}

/** Those of the settings that are addresses. */
export const platformUrls = ['ZOOM_API_URL', 'ZOOM_OAUTH_URL', 'FIREFLIES_API_URL', 'OTTER_API_URL'] as const

export type PlatformConfig = { readonly [Name in keyof typeof platformConfig]: z.infer<(typeof platformConfig)[Name]> }

/** All platforms by name. Adding one: its folder, and a line here. */
export const createPlatforms = (config: PlatformConfig): ReadonlyMap<string, Platform> =>
  new Map(
    [
      createZoom({ apiUrl: config.ZOOM_API_URL, oauthUrl: config.ZOOM_OAUTH_URL, transcriptHosts: config.TRANSCRIPT_HOSTS }),
      createFireflies({ apiUrl: config.FIREFLIES_API_URL }),
      createOtter({ apiUrl: config.OTTER_API_URL }),
    ].map((platform) => [platform.name, platform]),
  )
