import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/**
 * Encrypts what must not be read at rest: AES-256-GCM, envelope `v1.<key id>.<base64url of nonce, ciphertext, tag>`.
 * `boundTo` (associated data, usually the row's id) must be the same when opening: an envelope cannot be moved to another row.
 */
export interface KeyRing {
  /** Of the key that seals. */
  readonly currentKeyId: string
  /** Of all keys, the current one first. */
  readonly keyIds: readonly string[]
  seal(plaintext: string, boundTo: string): string
  /** Throws an Error that names the key id, never the contents, when the key is unknown or the envelope was altered. */
  open(envelope: string, boundTo: string): string
}

const nonceBytes = 12
const tagBytes = 16
const keyBytes = 32

/** The id of the key that an envelope was sealed with; undefined for what is no envelope. */
export const sealedWith = (envelope: string): string | undefined => /^v1\.([\w-]{1,32})\.[\w-]+$/.exec(envelope)?.[1]

/**
 * A key ring from its text: `id:base64` entries separated by commas or line ends, 32 bytes each; lines that begin with # are remarks.
 * The first key seals, all open. Throws an Error that names the faulty entry's id.
 */
export const parseKeyRing = (text: string): KeyRing => {
  const keys = readKeys(text)
  const [first] = keys
  if (first === undefined) throw new Error('the key ring holds no key: every entry is id:base64key')
  const [currentKeyId, current] = first

  return {
    currentKeyId,
    keyIds: [...keys.keys()],
    seal(plaintext, boundTo) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', current, nonce).setAAD(Buffer.from(boundTo))
      const sealed = Buffer.concat([nonce, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `v1.${currentKeyId}.${sealed.toString('base64url')}`
    },
    open(envelope, boundTo) {
      const id = sealedWith(envelope)
      const encoded = envelope.slice(envelope.lastIndexOf('.') + 1)
      const sealed = Buffer.from(encoded, 'base64url')
      // Base64 has several spellings of the same bytes: only the one that `seal` writes is an envelope.
      if (id === undefined || sealed.length < nonceBytes + tagBytes || sealed.toString('base64url') !== encoded)
        throw new Error('not a sealed envelope')
      const key = keys.get(id)
      if (key === undefined) throw new Error(`sealed with key ${id}, which is not in the key ring`)
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes })
      decipher.setAAD(Buffer.from(boundTo)).setAuthTag(sealed.subarray(-tagBytes))
      try {
        return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]).toString('utf8')
      } catch {
        throw new Error(`the envelope sealed with key ${id} was altered or belongs elsewhere`)
      }
    },
  }
}

const readKeys = (text: string): ReadonlyMap<string, Buffer> => {
  const keys = new Map<string, Buffer>()
  const lines = text.split(/\r?\n/).filter((line) => !line.trimStart().startsWith('#'))
  for (const entry of lines.flatMap((line) => line.split(',')).filter((part) => part.trim() !== '')) {
    const [, id, encoded = ''] = /^\s*([\w-]{1,32}):(\S*)\s*$/.exec(entry) ?? []
    if (id === undefined) throw new Error('every entry of the key ring is id:base64key, the id made of up to 32 letters, digits, _ and -')
    const key = Buffer.from(encoded, 'base64')
    if (key.toString('base64') !== encoded) throw new Error(`key ${id} is not base64`)
    if (key.length !== keyBytes)
      throw new Error(
        `key ${id} must be ${keyBytes} bytes in base64, it has ${key.length}. Make one with: openssl rand -base64 ${keyBytes}`,
      )
    if (keys.has(id)) throw new Error(`the key ring has two keys called ${id}: give one of them another id`)
    keys.set(id, key)
  }
  return keys
}
