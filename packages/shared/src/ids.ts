import { hash } from 'node:crypto'
import { parse, v5, v7 } from 'uuid'
import { pooledRandomBytes } from './random-bytes.ts'

/** The namespace of every id that Hansard derives: itself UUIDv5 of the DNS name hansard.invalid. */
const namespace = parse(v5('hansard.invalid', v5.DNS))

/**
 * The same parts make the same id, on every machine and at every redelivery. Made as RFC 9562 says in section 5.5: uuid's own v5 takes a
 * text apart character by character, and what a whole transcript says is one of the parts.
 */
export const uuidV5 = (...parts: readonly string[]): string => {
  const hex = hash('sha1', Buffer.concat([namespace, Buffer.from(JSON.stringify(parts))]))
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** A new id, ordered by time to the millisecond. Never in a decision: a redelivery must produce the same output. */
export const uuidV7 = (): string => v7({ random: pooledRandomBytes(16) })
