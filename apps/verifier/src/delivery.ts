import type { Delivery } from '@hansard/platforms/platform'
import type { Context } from '@hansard/shared/stage/stage'

/** Headers of a raw record that carry an HTTP header of the delivery. */
const httpPrefix = 'http-'

/** The delivery as the ingress got it, from the raw record's bytes and headers. */
export const deliveryOf = (body: Buffer, { receivedAt, headers: recorded }: Context): Delivery => {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(recorded)) if (name.startsWith(httpPrefix)) headers[name.slice(httpPrefix.length)] = value
  return { body, receivedAt, byIntegrationUrl: recorded['integration'] !== undefined, headers }
}
