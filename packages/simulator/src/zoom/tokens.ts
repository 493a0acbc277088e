import { createHmac } from 'node:crypto'
import { z } from 'zod'

// Tokens say all there is to know, so that a webhook built in one process is good for a simulator in another, or after its restart.
const KEY = 'nothing is protected by this'

const Claims = z.object({
  /** `webhook`: download_token of a webhook; `api`: download_access_token from the recordings API; `access`: OAuth. */
  use: z.enum(['webhook', 'api', 'access']),
  /** The occurrence whose files may be downloaded; the account for an access token. */
  scope: z.string(),
  /** Epoch milliseconds. */
  expiresAt: z.number(),
})
type Claims = z.infer<typeof Claims>

const macOf = (signed: string): string => createHmac('sha512', KEY).update(signed).digest('base64url')

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token in the form of a JWT. */
export const issueToken = (claims: Claims): string => {
  const signed = `${encoded({ alg: 'HS512' })}.${encoded(claims)}`
  return `${signed}.${macOf(signed)}`
}

/** What the token says, whether or not it has expired; undefined for what this simulator did not issue. */
export const readToken = (token: string): Claims | undefined => {
  const [head, body, mac] = token.split('.')
  if (head === undefined || body === undefined || mac !== macOf(`${head}.${body}`)) return undefined
  return Claims.parse(JSON.parse(Buffer.from(body, 'base64url').toString()))
}

/** Proves that a download address was given out by us, until it expires (epoch milliseconds). */
export const signDownload = (fileId: string, expiresAt: number): string => macOf(`${fileId} ${expiresAt}`).slice(0, 43)
