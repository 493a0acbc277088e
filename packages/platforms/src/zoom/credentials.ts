import { z } from 'zod'

const text = z.string().trim().min(1)

/** A server-to-server app of the customer's own account. */
const AccountCredentials = z.object({ accountId: text, clientId: text, clientSecret: text })
export type AccountCredentials = z.infer<typeof AccountCredentials>

/**
 * A user's consent to an app. Zoom replaces the refresh token at every use; the replaced one is void. `grant` is what Zoom gave last: kept with
 * the refresh token, so that the processes share one access token instead of renewing in turns.
 */
export const UserCredentials = z.object({
  clientId: text,
  clientSecret: text,
  refreshToken: text,
  grant: z.object({ accessToken: text, expiresAt: z.number() }).optional(),
})
export type UserCredentials = z.infer<typeof UserCredentials>

/** What an integration may give to reach Zoom's API. Without any, only a webhook's own download token can be used. */
export const ZoomCredentials = z.union([AccountCredentials, UserCredentials])
export type ZoomCredentials = z.infer<typeof ZoomCredentials>
