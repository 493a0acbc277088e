import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import type { WebhookSecret } from './platform.ts'

/** HMAC-SHA256 of the parts one after another, lower-case hex; the key is the secret's UTF-8 bytes. */
export const hmacHex = (secret: string, ...parts: readonly (string | Buffer)[]): string => {
  const hmac = createHmac('sha256', secret)
  for (const part of parts) hmac.update(part)
  return hmac.digest('hex')
}

/** SHA-256, lower-case hex. */
export const sha256Hex = (data: string | Buffer): string => hash('sha256', data)

/** The MACs that `hmacHex` makes are 64 lower-case hexadecimal digits; nothing else can be one. */
export const isMac = (text: string): boolean => /^[0-9a-f]{64}$/.test(text)

/**
 * The ids of all secrets whose MAC over the parts is `given` (hex). Tries every secret, so that the time does not tell which one fitted.
 * An empty secret fits nothing: anybody could sign with it.
 */
export const secretsThatSigned = (
  given: string,
  secrets: readonly WebhookSecret[],
  ...parts: readonly (string | Buffer)[]
): readonly string[] => {
  const digest = digestOf(given)
  return secrets
    .filter(({ value }) => value !== '')
    .filter(({ value }) => isSame(digest, hmacHex(value, ...parts)))
    .map(({ id }) => id)
}

/** Compares digests rather than the texts: equally long whatever was sent, so it neither throws nor leaks a length. */
const isSame = (digest: Buffer, expected: string): boolean => timingSafeEqual(digest, digestOf(expected))

/** By way of hex: Node takes three times as long to hand out a digest as a buffer. */
const digestOf = (text: string): Buffer => Buffer.from(sha256Hex(text), 'hex')
