import type { Delivery } from '@hansard/platforms/platform'
import type { Context } from '@hansard/shared/stage/stage'

/** Headers of a raw record that carry an HTTP header of the delivery. */
const httpPrefix = 'http-'

/** The delivery as the ingress got it, from the raw record's bytes and headers. */
export const deliveryOf = (body: Buffer, context: Context): Delivery => ({
  body,
  receivedAt: context.receivedAt,
  byIntegrationUrl: context.headers['integration'] !== undefined,
  headers: Object.fromEntries(
    Object.entries(context.headers).flatMap(([name, value]) =>
      name.startsWith(httpPrefix) ? [[name.slice(httpPrefix.length), value]] : [],
    ),
  ),
})
