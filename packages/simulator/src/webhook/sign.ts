import { createHmac } from 'node:crypto'

/** Text stands for its UTF-8 bytes. */
type Bytes = string | Uint8Array

const hexMac = (secret: string, prefix: string, body: Bytes): string =>
  createHmac('sha256', secret).update(prefix).update(body).digest('hex')

/**
 * Zoom's headers. `timestamp`: epoch seconds. `form`: `documented` signs `v0:{timestamp}:{body}` (github.com/zoom/webhook-sample),
 * `specification` signs `{timestamp}{body}`.
 */
export const signZoom = (secret: string, body: Bytes, timestamp: number, form: 'documented' | 'specification' = 'documented') => ({
  'x-zm-request-timestamp': String(timestamp),
  'x-zm-signature': `v0=${hexMac(secret, form === 'documented' ? `v0:${timestamp}:` : String(timestamp), body)}`,
})

/** What `endpoint.url_validation` must be answered with. */
export const zoomChallengeAnswer = (secret: string, plainToken: string) => ({ plainToken, encryptedToken: hexMac(secret, '', plainToken) })

/**
 * Fireflies' header. `hub`: V2, `x-hub-signature: sha256=…` (docs.fireflies.ai/graphql-api/webhooks-v2); `bare`: V1 as some report it, without
 * the prefix; `specification`: the same value in `x-fireflies-signature`.
 */
export const signFireflies = (secret: string, body: Bytes, form: 'hub' | 'bare' | 'specification' = 'hub'): Record<string, string> => {
  const mac = hexMac(secret, '', body)
  switch (form) {
    case 'hub':
      return { 'x-hub-signature': `sha256=${mac}` }
    case 'bare':
      return { 'x-hub-signature': mac }
    case 'specification':
      return { 'x-fireflies-signature': `sha256=${mac}` }
  }
}

/** Otter's header as the specification has it; the platform itself documents no signature. */
export const signOtter = (secret: string, body: Bytes) => ({ 'x-otter-signature': hexMac(secret, '', body) })
