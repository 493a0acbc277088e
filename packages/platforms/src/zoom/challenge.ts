import { z } from 'zod'
import type { Reading } from '../platform.ts'
import { hmacHex } from '../hmac.ts'

/**
 * The answer is a MAC under the very key that signs events, over text the sender chose. Whatever could be a signed message (both schemes
 * need a colon or a brace) is refused, so that the handshake cannot be used to have a forged event signed.
 */
const Challenge = z.object({ payload: z.object({ plainToken: z.string().regex(/^[A-Za-z0-9_\-+/=.]{1,128}$/) }) })

/** `endpoint.url_validation`, which Zoom sends when the URL is entered and every 72 hours: six failures in a row disable the webhook. */
export const readChallenge = (body: unknown): Reading => {
  const read = Challenge.safeParse(body)
  if (!read.success) return { kind: 'invalid', reason: 'payload.plainToken must be 1 to 128 characters of A-Z a-z 0-9 _ - + / = .' }
  const { plainToken } = read.data.payload
  return { kind: 'challenge', answer: (secret) => ({ plainToken, encryptedToken: hmacHex(secret, plainToken) }) }
}
