import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/**
 * Encrypts what must not be read at rest: AES-256-GCM, envelope `v1.<key id>.<base64url of nonce, ciphertext, tag>`.
 * `boundTo` (associated data, usually the row's id) must be the same when opening: an envelope cannot be moved to another row.
 */
export interface KeyRing {
  readonly currentKeyId: string
  seal(plaintext: string, boundTo: string): string
  /** Throws an Error that names the key id, never the contents, when the key is unknown or the envelope was altered. */
  open(envelope: string, boundTo: string): string
}

const nonceBytes = 12
const tagBytes = 16

/**
 * The key ring of `HANSARD_KEYS`: `id:base64` pairs separated by commas, 32 bytes each. The first key seals, all open.
 * Throws an Error that names the faulty entry's id.
 */
export const parseKeyRing = (text: string): KeyRing => {
  const keys = new Map(
    text.split(',').map((pair) => {
      const [id = '', encoded = ''] = pair.trim().split(':')
      const key = Buffer.from(encoded, 'base64')
      if (!/^[\w-]{1,32}$/.test(id)) throw new Error('HANSARD_KEYS: every entry is id:base64key, the id made of letters, digits, _ and -')
      if (key.length !== 32)
        throw new Error(`HANSARD_KEYS: key ${id} must be 32 bytes in base64, it has ${key.length}. Make one with: openssl rand -base64 32`)
      return [id, key] as const
    }),
  )
  const currentKeyId = [...keys.keys()][0]
  const current = currentKeyId === undefined ? undefined : keys.get(currentKeyId)
  if (currentKeyId === undefined || current === undefined) throw new Error('HANSARD_KEYS holds no key')

  return {
    currentKeyId,
    seal(plaintext, boundTo) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', current, nonce).setAAD(Buffer.from(boundTo))
      const sealed = Buffer.concat([nonce, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `v1.${currentKeyId}.${sealed.toString('base64url')}`
    },
    open(envelope, boundTo) {
      const [version, id = '', encoded = ''] = envelope.split('.')
      const key = keys.get(id)
      const sealed = Buffer.from(encoded, 'base64url')
      if (version !== 'v1' || sealed.length < nonceBytes + tagBytes) throw new Error('not a sealed envelope')
      if (key === undefined) throw new Error(`sealed with key ${id}, which is not in HANSARD_KEYS`)
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes)).setAAD(Buffer.from(boundTo))
      decipher.setAuthTag(sealed.subarray(-tagBytes))
      try {
        return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]).toString('utf8')
      } catch {
        throw new Error(`the envelope sealed with key ${id} was altered or belongs elsewhere`)
      }
    },
  }
}
