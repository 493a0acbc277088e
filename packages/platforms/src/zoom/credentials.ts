import { z } from 'zod'

const text = z.string().trim().min(1)

/** A server-to-server app of the customer's own account. */
const AccountCredentials = z.object({ accountId: text, clientId: text, clientSecret: text })

/** A user's consent to an app. Zoom replaces the refresh token at every use; the replaced one is void. */
const UserCredentials = z.object({ clientId: text, clientSecret: text, refreshToken: text })

/** What an integration may give to reach Zoom's API. Without any, only a webhook's own download token can be used. */
export const ZoomCredentials = z.union([AccountCredentials, UserCredentials])
export type ZoomCredentials = z.infer<typeof ZoomCredentials>
