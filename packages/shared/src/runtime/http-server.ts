import type { ServerOptions } from 'node:http'

/**
 * What every server of ours allows a client. A head must be complete after 5 s and a request after 10 s, so that a slow sender holds a
 * connection no longer; a head may have 16 KiB; the parser is Node's strict one.
 */
export const serverLimits: ServerOptions = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16_384,
  insecureHTTPParser: false,
  requireHostHeader: true,
}

/**
 * On every answer: whatever a browser is made to open here is not sniffed, framed, run, stored or embedded elsewhere.
 * https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html
 */
export const securityHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const
