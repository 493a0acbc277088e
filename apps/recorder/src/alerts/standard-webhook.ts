import { createHmac } from 'node:crypto'

const prefix = 'whsec_'

/**
 * The key of a Standard Webhooks secret: `whsec_` (which may be left out) and 24 to 64 bytes in Base64; undefined where it is none.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const signingKey = (secret: string): Buffer | undefined => {
  const encoded = secret.startsWith(prefix) ? secret.slice(prefix.length) : secret
  const key = Buffer.from(encoded, 'base64')
  const isBase64 = key.toString('base64').replace(/=+$/, '') === encoded.replace(/=+$/, '')
  return isBase64 && key.length >= 24 && key.length <= 64 ? key : undefined
}

/** The headers that let the receiver check who sent it, and know it when it comes again. `at`: epoch milliseconds of this sending. */
export const signedHeaders = (key: Buffer, id: string, at: number, body: string): Readonly<Record<string, string>> => {
  const seconds = String(Math.floor(at / 1000))
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` }
}
